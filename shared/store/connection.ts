import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

/** The table and the bucket, and the clients to reach them. */
export interface Connection {
  client: DynamoDBClient;
  s3: S3Client;
  table: string;
  bucket: string;
}

export type Item = Record<string, AttributeValue>;

export const toItem = (value: Record<string, unknown>): Item => marshall(value, { removeUndefinedValues: true });
export const fromItem = <T>(item: Item): T => unmarshall(item) as T;
