import { makePayload } from '../run/chain.ts';
import type { Actor, Json, Payload, Payloads, RunEvent } from '../run/events.ts';
import { nextCommit } from '../run/make-commit.ts';
import type { RunState } from '../run/run-state.ts';
import type { Change, Ports, Written } from './ports.ts';

/** The actor of what nobody in particular did. */
export const system: Actor = { type: 'system', id: 'sluice', name: 'Sluice' };

/** Collects the payloads of the events that are being made. */
export class PayloadBag {
  readonly payloads: Payloads = {};

  add(value: Json): Payload {
    const { payload, beside } = makePayload(value);
    this.payloads[payload.digest] = beside;
    return payload;
  }
}

/** Appends one commit to a lane of a run, with what must be written together with it; `head` is where the lane then ends. */
export async function append(
  ports: Ports,
  state: Pick<RunState, 'id' | 'generation' | 'heads'>,
  lane: string,
  events: RunEvent[],
  options: { actor?: Actor; bag?: PayloadBag; changes?: Change[] } = {},
): Promise<{ written: Written; head: { seq: number; hash: string } }> {
  const now = ports.clock.now();
  const commit = nextCommit(state, lane, events, {
    id: ports.ids.ulid(now),
    at: new Date(now).toISOString(),
    writer: ports.ids.random(),
    actor: options.actor ?? system,
  });
  const written = await ports.runs.commit({
    commit,
    payloads: options.bag?.payloads ?? {},
    changes: options.changes ?? [],
  });
  return { written, head: { seq: commit.seq, hash: commit.hash } };
}
