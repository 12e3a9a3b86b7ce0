import { join } from 'node:path';
import type { Pattern } from '../events/match-pattern.ts';
import type { Outcome } from '../lambda/function-process.ts';
import { relayStream } from '../streams/relay-stream.ts';
import type { Resource } from '../template/evaluate-template.ts';
import { ofType } from './account.ts';

export interface EventSourceOptions {
  dynamodb: string;
  dataDir: string;
  invoke(functionArn: string, event: unknown): Promise<Outcome>;
  /** Asks IAM whether the function's role may; Lambda polls and reports failures under it. */
  authorize(functionArn: string, action: string, resource: string): void;
  /** Sends to a queue what failed for good. */
  send(queueArn: string, message: unknown): void;
  onError(error: unknown): void;
}

/** Starts the event source mappings of the template: streams of tables, read under the function's role. Answers how to stop them. */
export function startEventSources(resources: Resource[], options: EventSourceOptions): (() => void)[] {
  const { invoke, authorize, send, onError } = options;
  return ofType(resources, 'AWS::Lambda::EventSourceMapping').map(({ id, properties }) => {
    const functionArn = String(properties.FunctionName);
    const streamArn = String(properties.EventSourceArn);
    const { Filters = [] } = (properties.FilterCriteria ?? {}) as { Filters?: { Pattern: string }[] };
    const destinations = properties.DestinationConfig as { OnFailure?: { Destination?: string } } | undefined;
    const onFailure = destinations?.OnFailure?.Destination;
    return relayStream({
      endpoint: options.dynamodb,
      table: /table\/([^/]+)/.exec(streamArn)?.[1] ?? '',
      file: join(options.dataDir, `stream-${id}.json`),
      batchSize: Number(properties.BatchSize ?? 100),
      retries: Number(properties.MaximumRetryAttempts ?? 3),
      filters: Filters.map((filter) => JSON.parse(filter.Pattern) as Pattern),
      authorize: (action) => authorize(functionArn, action, streamArn),
      async deliver(records) {
        const outcome = await invoke(functionArn, { Records: records });
        if ('error' in outcome) throw new Error(outcome.error);
        const { batchItemFailures = [] } = (JSON.parse(outcome.result) ?? {}) as {
          batchItemFailures?: { itemIdentifier: string }[];
        };
        return batchItemFailures[0]?.itemIdentifier;
      },
      async discard({ dynamodb, eventName }) {
        onError(new Error(`A stream record failed for good: ${JSON.stringify(dynamodb.Keys)}`));
        if (onFailure === undefined) return;
        authorize(functionArn, 'sqs:SendMessage', onFailure);
        send(onFailure, {
          requestContext: { functionArn, condition: 'RetryAttemptsExhausted' },
          DDBStreamBatchInfo: { streamArn, startSequenceNumber: dynamodb.SequenceNumber, batchSize: 1 },
          // AWS names the place in the stream only; here the keys are said too.
          keys: dynamodb.Keys,
          eventName,
        });
      },
      onError,
    });
  });
}
