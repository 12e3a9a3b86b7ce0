import type { RunRow } from './run-row.ts';

/** Days over which a success rate is taken. */
export const healthDays = 30;
/** Runs that are shown as bars. */
export const healthBars = 10;

/** A bar: one run, its height the duration. */
export type HealthBar = Pick<
  RunRow,
  'id' | 'status' | 'outcome' | 'startedAt' | 'endedAt' | 'durationMs' | 'version' | 'environment'
>;

/** How a flow has been doing. */
export interface FlowHealth {
  /** The last ten runs of any status and any age, newest first. */
  last: HealthBar[];
  /** The days that everything below is about: runs that were started in them. */
  days: number;
  /** Runs that tell: those that succeeded and those that failed. */
  counted: number;
  /** Completed, whatever the outcome. */
  succeeded: number;
  /** Failed or timed out. */
  failed: number;
  /** Succeeded of counted, from 0 to 1; null when none was counted. */
  rate: number | null;
  /** Mean duration of the counted runs in milliseconds; null when none was counted. */
  meanMs: number | null;
  /** False when there were more runs in these days than were looked at: then it is about the newest of them. */
  complete: boolean;
}

export type Rating = 'green' | 'yellow' | 'red' | 'none';

/** What a success rate (0 to 1) is called: above 90 % green, from 70 % to 90 % yellow, below red; `none` without one. */
export function rating(rate: number | null): Rating {
  if (rate === null) return 'none';
  return rate > 0.9 ? 'green' : rate >= 0.7 ? 'yellow' : 'red';
}

function barOf({ id, status, outcome, startedAt, endedAt, durationMs, version, environment }: RunRow): HealthBar {
  return {
    id,
    status,
    ...(outcome === undefined ? {} : { outcome }),
    startedAt,
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(durationMs === undefined ? {} : { durationMs }),
    version,
    environment,
  };
}

/** The health of a flow from its last runs and from those of the last thirty days. Cancelled and rejected runs do not count, nor do open ones. */
export function healthOf(last: readonly RunRow[], recent: readonly RunRow[], complete: boolean): FlowHealth {
  const succeeded = recent.filter(({ status }) => status === 'completed');
  const failed = recent.filter(({ status }) => status === 'failed' || status === 'timed_out');
  const counted = [...succeeded, ...failed];
  const totalMs = counted.reduce((sum, { durationMs = 0 }) => sum + durationMs, 0);
  return {
    last: last.slice(0, healthBars).map(barOf),
    days: healthDays,
    counted: counted.length,
    succeeded: succeeded.length,
    failed: failed.length,
    rate: counted.length === 0 ? null : succeeded.length / counted.length,
    meanMs: counted.length === 0 ? null : Math.round(totalMs / counted.length),
    complete,
  };
}
