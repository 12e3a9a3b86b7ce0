import { DeleteItemCommand, type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { Resource } from '../template/evaluate-template.ts';

/** Deletes what a table's time-to-live attribute says is over (DynamoDB guide, "Time to Live"); dynoxide never does. Answers how many. */
export async function deleteExpired(client: DynamoDBClient, tables: Resource[], now: number): Promise<number> {
  let deleted = 0;
  for (const { id, properties } of tables) {
    const ttl = (properties.TimeToLiveSpecification as { AttributeName?: string } | undefined)?.AttributeName;
    if (ttl === undefined) continue;
    const names = (properties.KeySchema as { AttributeName: string }[]).map((key) => key.AttributeName);
    let from: Record<string, never> | undefined;
    do {
      const page = await client.send(
        new ScanCommand({
          TableName: id,
          FilterExpression: '#ttl < :now',
          ProjectionExpression: names.map((_, index) => `#k${index}`).join(', '),
          ExpressionAttributeNames: {
            '#ttl': ttl,
            ...Object.fromEntries(names.map((name, index) => [`#k${index}`, name])),
          },
          ExpressionAttributeValues: { ':now': { N: String(Math.floor(now / 1000)) } },
          ExclusiveStartKey: from,
        }),
      );
      for (const Key of page.Items ?? []) {
        await client.send(new DeleteItemCommand({ TableName: id, Key }));
        deleted += 1;
      }
      from = page.LastEvaluatedKey as Record<string, never> | undefined;
    } while (from !== undefined);
  }
  return deleted;
}
