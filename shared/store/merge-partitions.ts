import type { IndexKeys } from './choose-source.ts';
import { type Connection, type Item, readItem } from './connection.ts';
import { type IdRange, justBelow } from './id-range.ts';
import { queryPage } from './query.ts';

/** One partition of an index, as far as it was read. */
interface Reading<T> {
  partition: string;
  /** What was read, by sort key. */
  rows: [key: string, row: T][];
  /** Where it goes on; absent at the beginning and at the end. */
  next?: Item | undefined;
  ended: boolean;
}

/** The sort key down to which a partition is known. */
const depthOf = <T>({ rows, ended }: Reading<T>): string => (ended ? '' : (rows.at(-1)?.[0] ?? '~'));

/**
 * Reads partitions of an index side by side, the last sort keys first, until `limit` and one more rows match, they have ended, or `most` items
 * were read. A row is answered only when no partition can hold another one above it that was not read: `ended` says that nothing lies
 * below the last. Each partition is first asked for its share of the page, then only those that the page still waits for.
 */
export async function mergePartitions<T>(
  connection: Connection,
  { index, partitions, range }: { index: IndexKeys; partitions: string[]; range: IdRange },
  {
    matches,
    limit,
    most,
    sortOf,
  }: { matches: (row: T) => boolean; limit: number; most: number; sortOf: (row: T) => string },
): Promise<{ rows: T[]; ended: boolean }> {
  const readings: Reading<T>[] = partitions.map((partition) => ({ partition, rows: [], ended: false }));
  const share = (limit + 1) / partitions.length;
  // Shards are chosen by a hash: two standard deviations above its share, a shard rarely holds more of a page.
  let size = Math.ceil(share + 2 * Math.sqrt(share));
  for (;;) {
    // A run that changes its status while two are read may be found under both.
    const found = new Map(readings.flatMap((reading) => reading.rows));
    const rows = [...found].sort(([a], [b]) => (a < b ? 1 : -1));
    const last = rows.filter(([, row]) => matches(row))[limit]?.[0] ?? '';
    const behind = readings.filter((reading) => depthOf(reading) > last);
    const each = Math.min(size, Math.floor((most - rows.length) / behind.length));
    if (behind.length === 0 || each < 1) {
      const depth = readings.map(depthOf).sort().at(-1) ?? '';
      return { rows: rows.filter(([key]) => key >= depth).map(([, row]) => row), ended: depth === '' };
    }
    await Promise.all(behind.map((reading) => readOn(connection, { index, range, sortOf }, reading, each)));
    size *= 2;
  }
}

async function readOn<T>(
  connection: Connection,
  { index, range: { first, end }, sortOf }: { index: IndexKeys; range: IdRange; sortOf: (row: T) => string },
  reading: Reading<T>,
  limit: number,
): Promise<void> {
  const { items, next } = await queryPage(
    connection,
    {
      IndexName: index.name,
      KeyConditionExpression: '#p = :p AND #s BETWEEN :first AND :last',
      ExpressionAttributeNames: { '#p': index.partition, '#s': index.sort },
      ExpressionAttributeValues: {
        ':p': { S: reading.partition },
        ':first': { S: first },
        ':last': { S: justBelow(end) },
      },
      ScanIndexForward: false,
    },
    { limit, from: reading.next },
  );
  for (const item of items) {
    const row = readItem<T>(item);
    reading.rows.push([sortOf(row), row]);
  }
  reading.next = next;
  reading.ended = next === undefined;
}
