import type { Trigger } from '../run/events.ts';
import type { RunStatus } from '../run/run-state.ts';

/** A run in a list. Instants are ISO 8601 UTC. */
export interface RunRow {
  id: string;
  flow: string;
  title: string;
  version: number;
  environment: string;
  type: 'flow' | 'guide';
  status: RunStatus;
  /** Of a completed run: `success`, `partial` or `no_steps`. */
  outcome?: string;
  /** Of an open run: the phase that began last. */
  phase?: string;
  generation: number;
  trigger: Trigger;
  startedAt: string;
  /** Of a run that was to begin later than it was started: when. */
  startAt?: string;
  endedAt?: string;
  /** Milliseconds from its beginning to its end; absent while it is open. */
  durationMs?: number;
}

/** A run that another one names. */
export type RunLink = Pick<RunRow, 'id' | 'status' | 'startedAt'>;

/** Milliseconds that a run took until an instant, from when it was to begin; never below zero. */
export function durationUntil({ startedAt, startAt }: Pick<RunRow, 'startedAt' | 'startAt'>, end: string): number {
  const begin = startAt !== undefined && startAt > startedAt ? startAt : startedAt;
  return Math.max(0, Date.parse(end) - Date.parse(begin));
}

/** What a list shows of a run: without what only the program needs of its row. */
export function runRow(row: Omit<RunRow, 'durationMs'>): RunRow {
  const { id, flow, title, version, environment, type, status, outcome, phase, generation, trigger } = row;
  const { startedAt, startAt, endedAt } = row;
  return {
    id,
    flow,
    title,
    version,
    environment,
    type,
    status,
    ...(outcome === undefined ? {} : { outcome }),
    ...(phase === undefined || endedAt !== undefined ? {} : { phase }),
    generation,
    trigger,
    startedAt,
    ...(startAt === undefined ? {} : { startAt }),
    ...(endedAt === undefined ? {} : { endedAt, durationMs: durationUntil(row, endedAt) }),
  };
}
