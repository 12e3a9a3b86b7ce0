import type { RunStore, Summary } from '../commands/ports.ts';
import { chooseSource } from './choose-source.ts';
import type { Connection } from './connection.ts';
import { mergePartitions } from './merge-partitions.ts';

type Query = Parameters<RunStore['list']>[0];

/** Items that one page reads at most; then it answers what it has, with a cursor. */
const readMost = 500;
/** Whether a row is what a query asks for; ids and instants of `from` and `to` are bounds of what was read. */
function matches(row: Summary, { flow, status, environment, type, trigger, q }: Query): boolean {
  const sought = q?.toLowerCase();
  return (
    (flow === undefined || row.flow === flow) &&
    (status === undefined || row.status === status) &&
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
  const { index, range, groups } = chooseSource(query, Date.parse(now));
  const found: Summary[] = [];
  if (range.first >= range.end) return { items: found };
  const fits = (row: Summary) => matches(row, query);
  let left = readMost;
  /** The least id of which it is known whether it is asked for. */
  let seen = range.end;
  for (const { partitions, first } of groups) {
    const { rows, ended, read } = await mergePartitions(
      connection,
      { index, partitions, range },
      { matches: fits, limit: query.limit - found.length, most: left },
    );
    left -= read;
    found.push(...rows.filter(fits));
    seen = ended ? first : (rows.at(-1)?.id ?? seen);
    if (found.length > query.limit || !ended) break;
  }
  const items = found.slice(0, query.limit);
  const last = found.length > query.limit ? items.at(-1)?.id : seen > range.first ? seen : undefined;
  return last === undefined ? { items } : { items, cursor: last };
}
