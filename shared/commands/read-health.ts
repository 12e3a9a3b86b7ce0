import { type FlowHealth, healthBars, healthDays, healthOf } from '../view/flow-health.ts';
import { runRow } from '../view/run-row.ts';
import { newestRuns } from './newest-runs.ts';
import type { Ports } from './ports.ts';

const day = 86_400_000;
/** Runs that a success rate is taken from, and the pages of 500 items that are read for them. */
const bounds = { most: 1_000, pages: 3 };

/**
 * The health of a flow, in one environment or in all. Reads the listing by flow: at most 1,500 rows of the last thirty days, of which
 * 1,000 are looked at, and a page more when there were fewer than ten runs in them.
 */
export async function readHealth(
  ports: Pick<Ports, 'runs' | 'clock'>,
  query: { flow: string; environment?: string },
): Promise<FlowHealth> {
  const from = new Date(ports.clock.now() - healthDays * day).toISOString();
  const { items, cursor } = await newestRuns(ports, { ...query, from }, bounds);
  const last =
    items.length >= healthBars ? items : (await newestRuns(ports, query, { most: healthBars, pages: 1 })).items;
  return healthOf(last.map(runRow), items.map(runRow), cursor === undefined);
}
