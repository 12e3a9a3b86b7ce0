import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { tableKeys } from './keys.ts';

/** The table and the bucket, and the clients to reach them. */
export interface Connection {
  client: DynamoDBClient;
  s3: S3Client;
  table: string;
  bucket: string;
}

/** The table alone, for what has no payloads. */
export type TableConnection = Pick<Connection, 'client' | 'table'>;

export type Item = Record<string, AttributeValue>;

export const toItem = (value: Record<string, unknown>): Item => marshall(value, { removeUndefinedValues: true });
export const fromItem = <T>(item: Item): T => unmarshall(item) as T;

/** Attributes that place an item in the table and its indexes; they are the store's own. */
const placing = new Set<string>([
  tableKeys.partition,
  tableKeys.sort,
  tableKeys.ttl,
  'record',
  ...tableKeys.globalIndexes.flatMap((index) => [index.partition, index.sort]),
]);

/** An item without the attributes that place it: what the rest of the program sees. */
export function readItem<T>(item: Item): T {
  return Object.fromEntries(Object.entries(unmarshall(item)).filter(([name]) => !placing.has(name))) as T;
}
