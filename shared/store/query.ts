import { QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { Item, TableConnection } from './connection.ts';

type Query = Omit<QueryCommandInput, 'TableName'>;

/** Some items of a query, at most `limit`; `next` is where it goes on, absent when there are no more. */
export async function queryPage(
  { client, table }: TableConnection,
  query: Query,
  { limit, from }: { limit?: number; from?: Item | undefined },
): Promise<{ items: Item[]; next?: Item }> {
  const { Items, LastEvaluatedKey } = await client.send(
    new QueryCommand({
      TableName: table,
      ...query,
      ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      ...(limit === undefined ? {} : { Limit: limit }),
    }),
  );
  return { items: Items ?? [], ...(LastEvaluatedKey === undefined ? {} : { next: LastEvaluatedKey }) };
}

/** Every item of a query, page after page, at most `limit`. */
export async function queryAll(connection: TableConnection, query: Query, limit?: number): Promise<Item[]> {
  const items: Item[] = [];
  let from: Item | undefined;
  do {
    const page = await queryPage(connection, query, {
      ...(limit === undefined ? {} : { limit: limit - items.length }),
      from,
    });
    items.push(...page.items);
    from = page.next;
  } while (from !== undefined && (limit === undefined || items.length < limit));
  return items;
}

/** The items of a partition whose sort key begins with a prefix, as they are now, at most `limit`. */
export const queryBelow = (
  connection: TableConnection,
  partition: string,
  prefix: string,
  limit?: number,
): Promise<Item[]> =>
  queryAll(
    connection,
    {
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :sk)',
      ExpressionAttributeValues: { ':pk': { S: partition }, ':sk': { S: prefix } },
      ConsistentRead: true,
    },
    limit,
  );
