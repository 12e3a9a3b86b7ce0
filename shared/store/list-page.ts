import type { IndexKeys } from './choose-source.ts';
import type { Connection } from './connection.ts';
import type { IdRange } from './id-range.ts';
import { mergePartitions } from './merge-partitions.ts';

/** Items that one page reads at most; then it answers what it has, with a cursor. */
const readMost = 500;

/** A page of what matches, the last sort key first. One that has read its most answers what it found so far, possibly nothing, and a cursor. */
export async function listPage<T>(
  connection: Connection,
  source: { index: IndexKeys; partitions: string[]; range: IdRange },
  { matches, limit, sortOf }: { matches: (row: T) => boolean; limit: number; sortOf: (row: T) => string },
): Promise<{ items: T[]; cursor?: string }> {
  if (source.range.first >= source.range.end) return { items: [] };
  const { rows, ended } = await mergePartitions(connection, source, { matches, limit, most: readMost, sortOf });
  const found = rows.filter(matches);
  const items = found.slice(0, limit);
  // Where the next page goes on: after the last that is answered, or after the last that was looked at.
  const last = found.length > limit ? items.at(-1) : ended ? undefined : rows.at(-1);
  return last === undefined ? { items } : { items, cursor: sortOf(last) };
}
