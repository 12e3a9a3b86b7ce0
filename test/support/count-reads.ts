import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** What a client asked of DynamoDB. */
export interface Reads {
  requests: number;
  /** Items that queries looked at, whether or not a filter let them through, and one for every item that was got by its key. */
  items: number;
  /** Capacity units as DynamoDB reports them: a read unit is 4 KB, half of one when the read is eventually consistent. */
  units: number;
}

interface Consumed {
  CapacityUnits?: number;
}

/** Counts what a client reads from now on; the answer tells it and begins anew. */
export function countReads(client: DynamoDBClient): () => Reads {
  let reads: Reads = { requests: 0, items: 0, units: 0 };
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (call) => {
        const result = await next({ ...call, input: { ...call.input, ReturnConsumedCapacity: 'TOTAL' } });
        const output = result.output as { ScannedCount?: number; ConsumedCapacity?: Consumed | Consumed[] };
        reads.requests += 1;
        reads.items += commandName === 'GetItemCommand' ? 1 : (output.ScannedCount ?? 0);
        for (const { CapacityUnits } of [output.ConsumedCapacity ?? []].flat()) reads.units += CapacityUnits ?? 0;
        return result;
      },
    { step: 'initialize' },
  );
  return () => {
    const read = reads;
    reads = { requests: 0, items: 0, units: 0 };
    return read;
  };
}
