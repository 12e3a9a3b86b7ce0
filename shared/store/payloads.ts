import { GetObjectCommand, NoSuchKey, PutObjectCommand } from '@aws-sdk/client-s3';
import type { Json, Payloads } from '../run/events.ts';
import type { Connection } from './connection.ts';

/** Bytes that a value may have to lie beside its commit, and that a whole commit may have (an item has 400 KB at most). */
const besideMost = 16 * 1024;
const commitMost = 128 * 1024;

const keyOf = (run: string, digest: string) => `runs/${run}/${digest}`;

/**
 * Moves large values to S3, under the run's own prefix, and answers what lies beside the commit. Values are kept as JSON text: an item's
 * maps have no order, nest 32 levels at most and hold 38 digits of a number (DynamoDB guide, "Constraints").
 */
export async function storePayloads({ s3, bucket }: Connection, run: string, payloads: Payloads): Promise<Payloads> {
  let left = commitMost;
  const stored: Payloads = {};
  await Promise.all(
    Object.entries(payloads).map(async ([digest, { salt, value }]) => {
      const text = JSON.stringify(value ?? null);
      const size = Buffer.byteLength(text);
      if (size <= besideMost && size <= left) {
        left -= size;
        stored[digest] = { salt, json: text };
        return;
      }
      const s3Key = keyOf(run, digest);
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: s3Key, Body: text, ContentType: 'application/json' }));
      stored[digest] = { salt, s3: s3Key };
    }),
  );
  return stored;
}

/** The value of a payload wherever it lies; undefined once it was erased. */
export async function readPayload(
  { s3, bucket }: Connection,
  beside: Payloads[string] | undefined,
): Promise<Json | undefined> {
  if (beside === undefined) return undefined;
  if (beside.json !== undefined) return JSON.parse(beside.json) as Json;
  if (beside.s3 === undefined) return beside.value;
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: beside.s3 }));
    return JSON.parse((await Body?.transformToString()) ?? 'null') as Json;
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}
