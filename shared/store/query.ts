import { QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { Connection, Item } from './connection.ts';

/** Every item of a query, page after page, at most `limit`. */
export async function queryAll(
  { client, table }: Connection,
  query: Omit<QueryCommandInput, 'TableName'>,
  limit = Number.POSITIVE_INFINITY,
): Promise<Item[]> {
  const items: Item[] = [];
  let from: Item | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: table,
        ...query,
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
        ...(limit === Number.POSITIVE_INFINITY ? {} : { Limit: limit - items.length }),
      }),
    );
    items.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from !== undefined && items.length < limit);
  return items;
}

/** The items of a partition whose sort key begins with a prefix, as they are now, at most `limit`. */
export const queryBelow = (
  connection: Connection,
  partition: string,
  prefix: string,
  limit = Number.POSITIVE_INFINITY,
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
