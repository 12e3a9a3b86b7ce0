import type { RunState } from '../run/run-state.ts';
import type { RunLink } from '../view/run-row.ts';
import type { Ports } from './ports.ts';

/** Runs that a chain names before and after its own. */
const most = 10;

/**
 * How runs made from one another hang together: the run that this one was made from, those that were made from it, newest first, and
 * the ids of all of them from the first. Reads one row of each, at most ten before it and ten after it.
 */
export async function readChain(
  { runs }: Pick<Ports, 'runs'>,
  { id, trigger }: Pick<RunState, 'id' | 'trigger'>,
): Promise<{ origin?: RunLink; again: RunLink[]; chain: string[] }> {
  const linkOf = async (run: string) => {
    const row = await runs.summary(run);
    return row === undefined
      ? undefined
      : { earlier: row.trigger.origin, link: { id: row.id, status: row.status, startedAt: row.startedAt } };
  };
  const later = runs.madeFrom(id, most).then((ids) => Promise.all(ids.map(linkOf)));
  const before: RunLink[] = [];
  let earlier = trigger.origin;
  while (earlier !== undefined && before.length < most) {
    const found = await linkOf(earlier);
    if (found === undefined) break;
    before.push(found.link);
    earlier = found.earlier;
  }
  const again = (await later).flatMap((found) => found?.link ?? []);
  const [origin] = before;
  const chain = [...before.toReversed(), { id }, ...again.toReversed()].map((link) => link.id);
  return { ...(origin === undefined ? {} : { origin }), again, chain };
}
