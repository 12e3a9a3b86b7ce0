import type { RunStore, Summary } from '../commands/ports.ts';
import { type Connection, readItem } from './connection.ts';
import { keys, shards } from './keys.ts';
import { queryAll } from './query.ts';
import { isTerminal } from './summary-item.ts';

type Query = Parameters<RunStore['list']>[0];

/** Items that one page reads at most; then it answers what it has, with a cursor. */
const readMost = 500;
/** Days that a page without `from` looks back. */
const lookBackDays = 90;
const dayMs = 86_400_000;

const everyShard = Array.from({ length: shards }, (_, shard) => shard);

/** The newest items below `before` of one sharded index key, merged. */
async function newest(
  connection: Connection,
  index: string,
  partition: string,
  sort: string,
  keyOf: (shard: number) => string,
  before: string,
  limit: number,
): Promise<Summary[]> {
  const lists = await Promise.all(
    everyShard.map((shard) =>
      queryAll(
        connection,
        {
          IndexName: index,
          KeyConditionExpression: '#p = :p AND #s < :s',
          ExpressionAttributeNames: { '#p': partition, '#s': sort },
          ExpressionAttributeValues: { ':p': { S: keyOf(shard) }, ':s': { S: before } },
          ScanIndexForward: false,
        },
        limit,
      ),
    ),
  );
  return lists
    .flat()
    .map((item) => readItem<Summary>(item))
    .sort((a, b) => (a.id < b.id ? 1 : -1));
}

function matches(row: Summary, { flow, status, environment, type, trigger, from, to, q }: Query): boolean {
  const sought = q?.toLowerCase();
  return (
    (flow === undefined || row.flow === flow) &&
    (status === undefined || row.status === status) &&
    (environment === undefined || row.environment === environment) &&
    (type === undefined || row.type === type) &&
    (trigger === undefined || row.trigger.type === trigger) &&
    (from === undefined || row.startedAt >= from) &&
    (to === undefined || row.startedAt <= to) &&
    (sought === undefined || row.title.toLowerCase().includes(sought) || row.id.toLowerCase().startsWith(sought))
  );
}

/** Lists runs, newest first, by the index that fits the query best: flow, then status of open runs, else day after day. */
export async function listRuns(
  connection: Connection,
  query: Query,
  now: string,
): Promise<{ items: Summary[]; cursor?: string }> {
  const before = query.cursor ?? '~';
  const { flow, status } = query;
  const page = (rows: Summary[], whole: boolean) => {
    const found = rows.filter((row) => matches(row, query));
    const items = found.slice(0, query.limit);
    const last = found.length > query.limit ? items.at(-1) : whole ? undefined : rows.at(-1);
    return last === undefined ? { items } : { items, cursor: last.id };
  };
  const perShard = Math.ceil(readMost / shards);
  if (flow !== undefined) {
    const rows = await newest(
      connection,
      'byFlow',
      'flowKey',
      'flowSort',
      (shard) => keys.flowShard(flow, shard),
      before,
      perShard,
    );
    return page(rows, rows.length < perShard);
  }
  if (status !== undefined && !isTerminal(status)) {
    const rows = await newest(
      connection,
      'byStatus',
      'statusKey',
      'statusSort',
      (shard) => keys.statusShard(status, shard),
      before,
      perShard,
    );
    return page(rows, rows.length < perShard);
  }
  const rows: Summary[] = [];
  const oldest = Date.parse(query.from ?? new Date(Date.parse(now) - lookBackDays * dayMs).toISOString());
  let day = Date.parse((query.to ?? now).slice(0, 10));
  for (
    ;
    day + dayMs > oldest && rows.length < readMost && rows.filter((row) => matches(row, query)).length <= query.limit;
    day -= dayMs
  ) {
    rows.push(
      ...(await newest(
        connection,
        'byDay',
        'dayKey',
        'daySort',
        (shard) => keys.dayShard(new Date(day).toISOString().slice(0, 10), shard),
        before,
        query.limit + 1,
      )),
    );
  }
  return page(rows, day + dayMs <= oldest);
}
