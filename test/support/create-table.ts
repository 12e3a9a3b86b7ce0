import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { tableKeys } from '../../shared/store/keys.ts';

/** Creates the table as the keys of the store describe it. */
export async function createTable(client: DynamoDBClient, table: string): Promise<void> {
  const { partition, sort, localIndex, globalIndexes } = tableKeys;
  const names = new Set<string>([
    partition,
    sort,
    localIndex.sort,
    ...globalIndexes.flatMap((index) => [index.partition, index.sort]),
  ]);
  const schema = (hash: string, range: string) => [
    { AttributeName: hash, KeyType: 'HASH' as const },
    { AttributeName: range, KeyType: 'RANGE' as const },
  ];
  const all = { Projection: { ProjectionType: 'ALL' as const } };
  await client.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [...names].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: schema(partition, sort),
      LocalSecondaryIndexes: [{ IndexName: localIndex.name, KeySchema: schema(partition, localIndex.sort), ...all }],
      GlobalSecondaryIndexes: globalIndexes.map((index) => ({
        IndexName: index.name,
        KeySchema: schema(index.partition, index.sort),
        ...all,
      })),
    }),
  );
}
