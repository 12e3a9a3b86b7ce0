import type { Connection, Item } from './connection.ts';
import { queryAll } from './query.ts';

/**
 * A page of the items of a partition whose sort keys begin with a prefix, the last key first; `id` is what follows the prefix, and
 * `cursor` the id of the last item that was seen.
 */
export async function newestBelow<T>(
  connection: Connection,
  { partition, prefix }: { partition: string; prefix: string },
  { limit, cursor }: { limit: number; cursor?: string },
  read: (item: Item, id: string) => T,
): Promise<{ items: T[]; cursor?: string }> {
  const found = await queryAll(
    connection,
    {
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: {
        ':pk': { S: partition },
        ':from': { S: prefix },
        ':to': { S: `${prefix}${cursor ?? '~'}` },
      },
      ScanIndexForward: false,
      ConsistentRead: true,
    },
    // The range ends with the cursor itself, which was seen.
    limit + 1,
  );
  const rows = found
    .map((item) => ({ item, id: (item.sk?.S ?? '').slice(prefix.length) }))
    .filter(({ id }) => id !== cursor)
    .slice(0, limit);
  const items = rows.map(({ item, id }) => read(item, id));
  const last = rows.length < limit ? undefined : rows.at(-1);
  return last === undefined ? { items } : { items, cursor: last.id };
}
