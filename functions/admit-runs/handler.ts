import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { z } from 'zod';
import { createPorts } from '../../shared/aws/create-ports.ts';
import { logger, withStack } from '../../shared/aws/stack.ts';
import { admitRuns } from '../../shared/commands/admit-runs.ts';
import { poolOfRecord } from '../../shared/store/stream-record.ts';

/**
 * Lets waiting runs begin, from the table's stream: of every pool in which a slot became free or somebody joined the line. A pool that
 * fails is reported by the number of its first record and comes again; those that were done are done once more, which changes nothing.
 */
export const handler = withStack(z.custom<DynamoDBStreamEvent>(), async (event): Promise<DynamoDBBatchResponse> => {
  const seen = new Set<string>();
  for (const record of event.Records) {
    const pool = poolOfRecord(record);
    if (pool === undefined || seen.has(pool)) continue;
    seen.add(pool);
    try {
      await admitRuns(createPorts(), pool);
    } catch (error) {
      logger.error(`The line of ${pool} could not be served`, error as Error);
      return { batchItemFailures: [{ itemIdentifier: record.dynamodb?.SequenceNumber ?? '' }] };
    }
  }
  return { batchItemFailures: [] };
});
