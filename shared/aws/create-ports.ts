import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SSMClient } from '@aws-sdk/client-ssm';
import { monotonicFactory } from 'ulid';
import type { Ports } from '../commands/ports.ts';
import { createStores } from '../store/create-stores.ts';
import { environment } from './environment.ts';
import { once } from './once.ts';
import { createSecretValues } from './secrets.ts';
import { createEngine } from './step-functions.ts';

/** Attempts of one call, the first included: a state machine or a client repeats the whole invocation besides. */
const attempts = { maxAttempts: 4 };

export const stepFunctions = once(() => new SFNClient(attempts));

/** Where the parameters of this deployment lie; the roles of the stack name the same path. */
const secretsPrefix = '/sluice';

/** The ports of every command, over the services of this deployment. */
export const createPorts: () => Ports = once(() => {
  const { SLUICE_TABLE, SLUICE_BUCKET } = environment('SLUICE_TABLE', 'SLUICE_BUCKET');
  const ulid = monotonicFactory();
  return {
    ...createStores({
      client: new DynamoDBClient(attempts),
      s3: new S3Client({ ...attempts, forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined }),
      table: SLUICE_TABLE,
      bucket: SLUICE_BUCKET,
    }),
    secrets: createSecretValues(new SSMClient(attempts), secretsPrefix),
    engine: createEngine(stepFunctions()),
    clock: { now: () => Date.now() },
    ids: { ulid: (now) => ulid(now), random: () => randomUUID() },
  };
});
