import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import { livePollMs } from './live.ts';
import type { RunRow, RunStatus } from './types.ts';

/** A number that is counted no further than a bound. */
export interface Count {
  count: number;
  more: boolean;
}
type Closed = 'completed' | 'failed' | 'rejected' | 'timed_out' | 'cancelled';
export type OpenStatus = Exclude<RunStatus, Closed>;

/** What a dashboard shows, for whoever asks. */
export interface Stats {
  needsMe: Count;
  active: Record<OpenStatus, Count>;
  /** What became of the runs that were started in the last 24 hours, from `from` on. */
  day: Record<Closed | 'started', number> & { from: string; complete: boolean };
  recent: RunRow[];
  failing: { flow: string; title: string; failed: number; lastFailed: RunRow }[];
}

/** Milliseconds between polls while the socket is away. */
const statsPollMs = 5_000;

export const statsQuery = queryOptions({
  queryKey: ['stats'],
  queryFn: ({ signal }) => call<Stats>('GET', '/v1/stats', { signal }),
  refetchInterval: () => (livePollMs() === false ? false : statsPollMs),
});

export const countWords = ({ count, more }: Count): string => `${count}${more ? '+' : ''}`;
