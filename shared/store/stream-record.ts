import type { DynamoDBRecord } from 'aws-lambda';
import type { CheckpointRecord } from '../commands/ports.ts';
import { type Item, readItem } from './connection.ts';
import { keys } from './keys.ts';

/** The pool of slots that a record of the stream is about. */
export function poolOfRecord({ dynamodb }: DynamoDBRecord): string | undefined {
  const partition = dynamodb?.Keys?.pk?.S;
  return partition?.startsWith(keys.pools) ? partition.slice(keys.pools.length) : undefined;
}

/** The run that a record of the stream says moved: a commit of it was written, or its summary. */
export function movedRun({ dynamodb }: DynamoDBRecord): string | undefined {
  const { pk, sk } = dynamodb?.Keys ?? {};
  const moved = sk?.S?.startsWith(keys.lanes) === true || sk?.S === keys.summary;
  return moved && pk?.S?.startsWith(keys.runs) === true ? pk.S.slice(keys.runs.length) : undefined;
}

/** The checkpoint that a record of the stream says was opened; undefined for every other change. */
export function openedCheckpoint({ eventName, dynamodb }: DynamoDBRecord): CheckpointRecord | undefined {
  const image = dynamodb?.NewImage;
  if (eventName !== 'INSERT' || image === undefined || !image.sk?.S?.startsWith(keys.checkpoints)) return undefined;
  return readItem<CheckpointRecord>(image as Item);
}
