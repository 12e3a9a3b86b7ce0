import { GetObjectCommand, NoSuchKey, PutObjectCommand } from '@aws-sdk/client-s3';
import type { Json, Payloads } from '../run/events.ts';
import type { Connection } from './connection.ts';

/** Bytes that a value may have to lie beside its commit, and that a whole commit may have (an item has 400 KB at most). */
const besideMost = 16 * 1024;
const commitMost = 128 * 1024;

const keyOf = (run: string, digest: string) => `runs/${run}/${digest}`;

/** Levels that a value may nest within its commit; an item nests 32 (DynamoDB guide, "Constraints"). */
const levelsMost = 24;

/** Whether an item can hold a value as it is: not too deep, its names not empty, its numbers of a size that is kept exactly. */
function fitsItem(value: Json, levels = levelsMost): boolean {
  if (typeof value === 'number') return Math.abs(value) <= Number.MAX_SAFE_INTEGER;
  if (value === null || typeof value !== 'object') return true;
  return levels > 0 && Object.entries(value).every(([name, each]) => name !== '' && fitsItem(each, levels - 1));
}

/** Moves large values, and those that no item can hold, to S3, under the run's own prefix, and answers what lies beside the commit. */
export async function storePayloads({ s3, bucket }: Connection, run: string, payloads: Payloads): Promise<Payloads> {
  let left = commitMost;
  const stored: Payloads = {};
  await Promise.all(
    Object.entries(payloads).map(async ([digest, { salt, value }]) => {
      const text = JSON.stringify(value ?? null);
      const size = Buffer.byteLength(text);
      if (size <= besideMost && size <= left && fitsItem(value ?? null)) {
        left -= size;
        stored[digest] = { salt, value: value ?? null };
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
  if (beside.s3 === undefined) return beside.value;
  try {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: beside.s3 }));
    return JSON.parse((await Body?.transformToString()) ?? 'null') as Json;
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}
