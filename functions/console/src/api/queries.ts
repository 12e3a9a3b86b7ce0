import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { me } from '../app/session.ts';
import { call, search } from './client.ts';
import { livePollMs } from './live.ts';
import { type FlowRow, isLive, type Page, type RunRow, type RunView } from './types.ts';

// Every question that pages ask the API. Keys begin with what a poke of the socket names: a run, or the list of runs.

export const meQuery = queryOptions({ queryKey: ['me'], queryFn: me, staleTime: Number.POSITIVE_INFINITY });

export interface RunsAsked {
  status?: string;
  flow?: string;
  environment?: string;
  type?: string;
  trigger?: string;
  from?: string;
  to?: string;
  q?: string;
  limit?: number;
  cursor?: string;
}

export const runsQuery = (asked: RunsAsked) =>
  queryOptions({
    queryKey: ['runs', asked],
    queryFn: ({ signal }) => call<Page<RunRow>>('GET', `/v1/runs${search(asked)}`, { signal }),
    placeholderData: keepPreviousData,
  });

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ['run', id],
    queryFn: ({ signal }) => call<RunView>('GET', `/v1/runs/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data === undefined || isLive(state.data.status) ? livePollMs() : false),
  });

export const flowsQuery = queryOptions({
  queryKey: ['flows'],
  queryFn: ({ signal }) => call<Page<FlowRow>>('GET', '/v1/flows', { signal }),
});
