import type { RunStore, Summary } from '../commands/ports.ts';
import { chooseSource } from './choose-source.ts';
import type { Connection } from './connection.ts';
import { idRange } from './id-range.ts';
import { listPage } from './list-page.ts';

type Query = Parameters<RunStore['list']>[0];

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

/** Lists runs, newest first. */
export function listRuns(
  connection: Connection,
  query: Query,
  now: string,
): Promise<{ items: Summary[]; cursor?: string }> {
  const source = { ...chooseSource(query), range: idRange(query, Date.parse(now)) };
  return listPage<Summary>(connection, source, {
    matches: (row) => matches(row, query),
    limit: query.limit,
    sortOf: ({ id }) => id,
  });
}
