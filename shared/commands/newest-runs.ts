import type { Ports, RunStore, Summary } from './ports.ts';

/** Rows that a page is asked for: as many as it may read. */
const pageRows = 500;

/**
 * The newest runs that a query asks for, more than one page holds: at most `most` rows out of at most `pages` pages of 500 items.
 * `cursor` is where the rest goes on; absent when there is none.
 */
export async function newestRuns(
  { runs, clock }: Pick<Ports, 'runs' | 'clock'>,
  query: Omit<Parameters<RunStore['list']>[0], 'limit'>,
  { most, pages }: { most: number; pages: number },
): Promise<{ items: Summary[]; cursor?: string }> {
  const now = new Date(clock.now()).toISOString();
  const items: Summary[] = [];
  let { cursor } = query;
  for (let page = 1; page <= pages && items.length < most; page++) {
    const found = await runs.list(
      { ...query, limit: Math.min(pageRows, most - items.length), ...(cursor === undefined ? {} : { cursor }) },
      now,
    );
    items.push(...found.items);
    cursor = found.cursor;
    if (cursor === undefined) return { items };
  }
  return { items, ...(cursor === undefined ? {} : { cursor }) };
}
