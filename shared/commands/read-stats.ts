import { runRow } from '../view/run-row.ts';
import { type Count, dayStats, failingFlows, type OpenStatus, openStatuses, type Stats } from '../view/stats.ts';
import { newestRuns } from './newest-runs.ts';
import type { Ports } from './ports.ts';

const day = 86_400_000;
/** What each number is counted up to. */
const mostCounted = 100;
/** Runs of a day that are looked at, and the pages of 500 items that are read for them. */
const bounds = { most: 1_000, pages: 3 };
/** Rows of the lists. */
const rows = 10;

/**
 * What a dashboard shows, for one person. Reads at most 101 rows of the inbox, some 160 rows of each of the six open statuses (eight
 * shares of 101), 1,500 rows of the last 24 hours, and a page of runs when there were fewer than ten in them.
 */
export async function readStats(ports: Pick<Ports, 'runs' | 'clock'>, person: string): Promise<Stats> {
  const now = new Date(ports.clock.now()).toISOString();
  const from = new Date(ports.clock.now() - day).toISOString();
  const countOf = async (status: OpenStatus) => {
    const { items, cursor } = await ports.runs.list({ status, limit: mostCounted }, now);
    return [status, { count: items.length, more: cursor !== undefined }] as const;
  };
  const [inbox, active, today] = await Promise.all([
    ports.runs.inbox(person, { limit: mostCounted + 1 }),
    Promise.all(openStatuses.map(countOf)),
    newestRuns(ports, { from }, bounds),
  ]);
  const recent =
    today.items.length >= rows ? today.items : (await newestRuns(ports, {}, { most: rows, pages: 1 })).items;
  const runs = today.items.map(runRow);
  return {
    needsMe: { count: Math.min(mostCounted, inbox.items.length), more: inbox.items.length > mostCounted },
    active: Object.fromEntries(active) as Record<OpenStatus, Count>,
    day: dayStats(runs, from, today.cursor === undefined),
    recent: recent.slice(0, rows).map(runRow),
    failing: failingFlows(runs).slice(0, rows),
  };
}
