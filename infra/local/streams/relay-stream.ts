import { setTimeout } from 'node:timers/promises';
import { DocumentFile } from '../document-file.ts';
import { matchPattern, type Pattern } from '../events/match-pattern.ts';

interface StreamRecord {
  eventName: string;
  dynamodb: { SequenceNumber: string; Keys: Record<string, { S?: string }>; NewImage?: unknown };
}

export interface StreamOptions {
  /** Endpoint of the DynamoDB that has the stream. */
  endpoint: string;
  table: string;
  /** Where it is remembered how far the records were read. */
  file: string;
  batchSize: number;
  retries: number;
  filters: Pattern[];
  /** Asks IAM, as the function's role does when Lambda polls for it. */
  authorize(action: string): void;
  /** Calls the function; answers the number of the first record that failed, if one did. */
  deliver(records: StreamRecord[]): Promise<string | undefined>;
  /** Takes a record that failed too often. */
  discard(record: StreamRecord): Promise<void>;
  onError(error: unknown): void;
}

const pollMs = 25;

/** An event source mapping: reads a table's stream in order and calls a function with what fits the filters. */
export function relayStream(options: StreamOptions): () => void {
  const position = new DocumentFile<{ after?: string }>(options.file, {});
  let stopped = false;
  const call = async <T>(operation: string, input: unknown): Promise<T> => {
    options.authorize(`dynamodb:${operation}`);
    const response = await fetch(options.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-date': '20260101T000000Z',
        'x-amz-target': `DynamoDBStreams_20120810.${operation}`,
        authorization:
          'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
      },
      body: JSON.stringify(input),
    });
    const body = (await response.json()) as T;
    if (!response.ok) throw new Error(`${operation}: ${JSON.stringify(body)}`);
    return body;
  };
  const fits = (record: StreamRecord) =>
    options.filters.length === 0 || options.filters.some((filter) => matchPattern(filter, record));

  const deliver = async (records: StreamRecord[]): Promise<void> => {
    let left = records;
    for (let attempt = 0; left.length > 0 && !stopped; attempt++) {
      const failed = await options.deliver(left).catch((error: unknown) => {
        options.onError(error);
        return left[0]?.dynamodb.SequenceNumber;
      });
      if (failed === undefined) return;
      const at = left.findIndex((record) => record.dynamodb.SequenceNumber === failed);
      if (at > 0) attempt = 0;
      left = left.slice(Math.max(0, at));
      if (attempt >= options.retries && left[0] !== undefined) {
        await options.discard(left[0]);
        left = left.slice(1);
        attempt = -1;
      } else await setTimeout(100);
    }
  };

  const run = async () => {
    const { Streams } = await call<{ Streams: { StreamArn: string }[] }>('ListStreams', { TableName: options.table });
    const [stream] = Streams;
    if (stream === undefined) throw new Error(`The table ${options.table} has no stream.`);
    const { StreamDescription } = await call<{ StreamDescription: { Shards: { ShardId: string }[] } }>(
      'DescribeStream',
      { StreamArn: stream.StreamArn },
    );
    const shard = StreamDescription.Shards[0]?.ShardId;
    const from =
      position.value.after === undefined
        ? { ShardIteratorType: 'TRIM_HORIZON' }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: position.value.after };
    let { ShardIterator } = await call<{ ShardIterator?: string }>('GetShardIterator', {
      StreamArn: stream.StreamArn,
      ShardId: shard,
      ...from,
    });
    while (!stopped && ShardIterator !== undefined) {
      const page: { Records: StreamRecord[]; NextShardIterator?: string } = await call('GetRecords', {
        ShardIterator,
        Limit: options.batchSize,
      });
      const last = page.Records.at(-1)?.dynamodb.SequenceNumber;
      await deliver(page.Records.filter(fits));
      if (last !== undefined && !stopped) {
        position.value = { after: last };
        position.save();
      }
      ShardIterator = page.NextShardIterator;
      if (page.Records.length === 0) await setTimeout(pollMs);
    }
  };
  const forever = async () => {
    while (!stopped) {
      await run().catch((error: unknown) => {
        if (!stopped) options.onError(error);
      });
      if (!stopped) await setTimeout(250);
    }
  };
  void forever();
  return () => {
    stopped = true;
  };
}
