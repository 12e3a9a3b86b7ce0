import { type ClosedStatus, closedStatuses } from '../run/events.ts';
import { type RunStatus, runStatuses } from '../run/run-state.ts';
import type { RunRow } from './run-row.ts';

/** A number that is counted no further than a bound: `more` says that there are more. */
export interface Count {
  count: number;
  more: boolean;
}

export type OpenStatus = Exclude<RunStatus, ClosedStatus>;

/** The statuses of runs that have not ended. */
export const openStatuses = runStatuses.filter((status): status is OpenStatus =>
  closedStatuses.every((closed) => closed !== status),
);

/** What became of the runs that were started in the last 24 hours; those that are missing in the sum are open. */
export type DayStats = Record<ClosedStatus, number> & {
  /** Where the 24 hours begin; `/v1/runs?from=` lists the same runs. */
  from: string;
  started: number;
  /** False when there were more runs than were looked at: then it is about the newest of them. */
  complete: boolean;
};

/** A flow of which runs failed or timed out. */
export interface FailingFlow {
  flow: string;
  title: string;
  failed: number;
  lastFailed: RunRow;
}

/** What a dashboard shows. */
export interface Stats {
  /** Open checkpoints that ask the caller. */
  needsMe: Count;
  active: Record<OpenStatus, Count>;
  day: DayStats;
  /** The last ten runs. */
  recent: RunRow[];
  /** Flows that failed in the last 24 hours, most often first; at most ten. */
  failing: FailingFlow[];
}

/** What became of runs. */
export function dayStats(runs: readonly RunRow[], from: string, complete: boolean): DayStats {
  const counts = closedStatuses.map((status) => [status, runs.filter((run) => run.status === status).length] as const);
  return { from, started: runs.length, ...(Object.fromEntries(counts) as Record<ClosedStatus, number>), complete };
}

/** The flows of which runs failed or timed out, most often first, then by name; `runs` are newest first. */
export function failingFlows(runs: readonly RunRow[]): FailingFlow[] {
  const failed = runs.filter(({ status }) => status === 'failed' || status === 'timed_out');
  return [...Map.groupBy(failed, ({ flow }) => flow)]
    .flatMap(([flow, [lastFailed, ...before]]) =>
      lastFailed === undefined ? [] : [{ flow, title: lastFailed.title, failed: before.length + 1, lastFailed }],
    )
    .sort((a, b) => b.failed - a.failed || (a.flow < b.flow ? -1 : 1));
}
