import type { StateDefinition, Thread } from './model.ts';
import type { StatesError } from './states-error.ts';

/** A retrier with the States Language's defaults (States Language, "Retrying after error"). */
interface Retrier {
  ErrorEquals: string[];
  IntervalSeconds?: number;
  MaxAttempts?: number;
  BackoffRate?: number;
  MaxDelaySeconds?: number;
  JitterStrategy?: 'FULL' | 'NONE';
}

/** Errors that `States.ALL` does not stand for (Step Functions guide, "Handling errors"). */
const beyondAll = ['States.DataLimitExceeded', 'States.Runtime'];

/** Whether a list of error names catches an error. */
export function matches(names: string[], { error }: StatesError): boolean {
  if (error !== undefined && names.includes(error)) return true;
  if (names.includes('States.ALL')) return !beyondAll.includes(error ?? '');
  return names.includes('States.TaskFailed') && error !== 'States.Timeout' && !(error ?? '').startsWith('States.');
}

/** Milliseconds until the next attempt when a retrier of the state has one left for this error; counts it. */
export function nextRetryMs(state: StateDefinition, thread: Thread, error: StatesError): number | undefined {
  const retriers = (state.Retry ?? []) as Retrier[];
  const index = retriers.findIndex((retrier) => matches(retrier.ErrorEquals, error));
  const retrier = retriers[index];
  if (retrier === undefined) return undefined;
  const done = thread.retries[index] ?? 0;
  if (done >= (retrier.MaxAttempts ?? 3)) return undefined;
  thread.retries[index] = done + 1;
  const grown = (retrier.IntervalSeconds ?? 1) * (retrier.BackoffRate ?? 2) ** done;
  const seconds = Math.min(grown, retrier.MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
  return 1000 * (retrier.JitterStrategy === 'FULL' ? Math.random() * seconds : seconds);
}

/** The catcher of the state that takes this error. */
export function catcherOf(
  state: StateDefinition,
  error: StatesError,
): (Record<string, unknown> & { Next: string; index: number }) | undefined {
  const catchers = (state.Catch ?? []) as (Record<string, unknown> & { Next: string; ErrorEquals: string[] })[];
  const index = catchers.findIndex((catcher) => matches(catcher.ErrorEquals, error));
  const catcher = catchers[index];
  return catcher === undefined ? undefined : { ...catcher, index };
}
