import type { HealthBar } from '../api/flow-types.ts';
import type { Signal } from '../ui/status.ts';

/** What a success rate is called: above 90 % green, from 70 % to 90 % yellow, below red; undefined without one. */
export function ratingOf(rate: number | null): { signal: Signal; word: string } | undefined {
  if (rate === null) return undefined;
  if (rate > 0.9) return { signal: 'complete', word: 'Healthy' };
  return rate >= 0.7 ? { signal: 'refused', word: 'Watch' } : { signal: 'failed', word: 'Failing' };
}

/** A rate in per cent; never rounded up to what it is not. */
export const percent = (rate: number): string => `${Math.floor(rate * 1_000) / 10}%`;

/** The colour of a run's bar: green succeeded, red failed, orange timed out; others are grey. */
export function barSignal(status: HealthBar['status']): Signal {
  if (status === 'completed') return 'complete';
  if (status === 'failed') return 'failed';
  return status === 'timed_out' ? 'timeout' : 'pending';
}
