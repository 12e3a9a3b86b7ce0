import type { RunStore, Summary } from '../commands/ports.ts';
import { chooseSource } from './choose-source.ts';
import type { Connection } from './connection.ts';
import { idRange } from './id-range.ts';
import { mergePartitions } from './merge-partitions.ts';

type Query = Parameters<RunStore['list']>[0];

/** Items that one page reads at most; then it answers what it has, with a cursor. */
const readMost = 500;

const isOneOf = (value: string, wanted: Query['flow']) => wanted === undefined || [wanted].flat().includes(value);

/** Whether a row is what a query asks for; ids and instants of `from` and `to` are bounds of what was read. */
function matches(row: Summary, { flow, status, environment, type, trigger, q }: Query): boolean {
  const sought = q?.toLowerCase();
  return (
    isOneOf(row.flow, flow) &&
    isOneOf(row.status, status) &&
    (environment === undefined || row.environment === environment) &&
    (type === undefined || row.type === type) &&
    (trigger === undefined || row.trigger.type === trigger) &&
    (sought === undefined || row.title.toLowerCase().includes(sought) || row.id.toLowerCase().startsWith(sought))
  );
}

/** Lists runs, newest first. A page that has read its most answers what it found so far, possibly nothing, and a cursor. */
export async function listRuns(
  connection: Connection,
  query: Query,
  now: string,
): Promise<{ items: Summary[]; cursor?: string }> {
  const range = idRange(query, Date.parse(now));
  if (range.first >= range.end) return { items: [] };
  const fits = (row: Summary) => matches(row, query);
  const { rows, ended } = await mergePartitions(
    connection,
    { ...chooseSource(query), range },
    { matches: fits, limit: query.limit, most: readMost },
  );
  const found = rows.filter(fits);
  const items = found.slice(0, query.limit);
  // Where the next page goes on: after the last that is answered, or after the last that was looked at.
  const last = found.length > query.limit ? items.at(-1) : ended ? undefined : rows.at(-1);
  return last === undefined ? { items } : { items, cursor: last.id };
}
