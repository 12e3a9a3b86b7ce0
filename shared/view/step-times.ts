import type { Step } from '../flow/flow.ts';
import type { CheckpointState, StepState } from '../run/run-state.ts';

/** Where the time of a step went, in milliseconds; the three parts are the whole. */
export interface StepTimes {
  /** From its beginning, the opening of its gate included, to its end. */
  durationMs: number;
  /** For people: while a checkpoint of it was open. */
  waitingMs: number;
  /** On purpose: in a `wait` step, and between attempts. */
  pausedMs: number;
  /** The rest. */
  workingMs: number;
}

type Span = readonly [from: string, to: string];

/** Milliseconds that lie in at least one of the spans. */
export function unionMs(spans: readonly Span[]): number {
  let total = 0;
  let until = '';
  for (const [from, to] of spans.toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const begin = from < until ? until : from;
    if (to > begin) {
      total += Date.parse(to) - Date.parse(begin);
      until = to;
    }
  }
  return total;
}

const earliest = (...instants: (string | undefined)[]): string =>
  instants.filter((instant) => instant !== undefined).sort()[0] ?? '';

/** The pauses of a step: what a `wait` waits, and between a failed attempt and the one after it. */
function pausesOf({ startedAt, until, attempts, attemptAt }: StepState, kind: Step['kind'], end: string): Span[] {
  if (kind === 'wait' && startedAt !== undefined && until !== undefined) return [[startedAt, earliest(until, end)]];
  return attempts.flatMap(({ at, retryAt }, index): Span[] => {
    const next = attempts[index + 1]?.startedAt ?? (index + 1 === attempts.length ? attemptAt : undefined);
    return retryAt === undefined ? [] : [[at, next ?? earliest(retryAt, end)]];
  });
}

/** Where the time of a step went so far; undefined for one that has not begun. `now` is the end of what has none: the instant of reading, or the end of the run. */
export function stepTimes(
  step: StepState,
  { kind, checkpoints, now }: { kind: Step['kind']; checkpoints: readonly CheckpointState[]; now: string },
): StepTimes | undefined {
  const { startedAt, endedAt = now } = step;
  if (startedAt === undefined) return undefined;
  const waits = checkpoints.map(({ openedAt, decision }): Span => [openedAt, earliest(decision?.at, endedAt)]);
  const durationMs = unionMs([[startedAt, endedAt]]);
  const waitingMs = unionMs(waits);
  const pausedMs = unionMs([...waits, ...pausesOf(step, kind, endedAt)]) - waitingMs;
  return { durationMs, waitingMs, pausedMs, workingMs: Math.max(0, durationMs - waitingMs - pausedMs) };
}
