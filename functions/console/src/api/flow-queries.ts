import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { ApiError, call, search } from './client.ts';
import type {
  DeliveryRow,
  FlowView,
  Health,
  ScheduleView,
  Settings,
  VersionComparison,
  VersionRow,
  VersionView,
} from './flow-types.ts';
import { livePollMs } from './live.ts';
import type { Page, RunRow } from './types.ts';

// What pages about flows ask the API. Everything of one flow lies below its key, so that a change of it is fetched at once.

const path = (flow: string, rest = '') => `/v1/flows/${encodeURIComponent(flow)}${rest}`;

export const flowQuery = (flow: string) =>
  queryOptions({
    queryKey: ['flow', flow],
    queryFn: ({ signal }) => call<FlowView>('GET', path(flow), { signal }),
  });

/** A version never changes. */
export const versionQuery = (flow: string, version: number) =>
  queryOptions({
    queryKey: ['flow', flow, 'version', version],
    queryFn: ({ signal }) => call<VersionView>('GET', path(flow, `/versions/${version}`), { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const versionsQuery = (flow: string) =>
  infiniteQueryOptions({
    queryKey: ['flow', flow, 'versions'],
    queryFn: ({ pageParam, signal }) =>
      call<Page<VersionRow>>('GET', path(flow, `/versions${search({ limit: 20, cursor: pageParam })}`), { signal }),
    initialPageParam: '',
    getNextPageParam: ({ cursor }) => cursor,
  });

export const comparisonQuery = (flow: string, from: number, to: number) =>
  queryOptions({
    queryKey: ['flow', flow, 'compare', from, to],
    queryFn: ({ signal }) => call<VersionComparison>('GET', path(flow, `/compare${search({ from, to })}`), { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const schedulesQuery = (flow: string) =>
  queryOptions({
    queryKey: ['flow', flow, 'schedules'],
    queryFn: ({ signal }) => call<{ items: ScheduleView[] }>('GET', path(flow, '/schedules'), { signal }),
    refetchInterval: 60_000,
  });

export const deliveriesQuery = (flow: string) =>
  infiniteQueryOptions({
    queryKey: ['flow', flow, 'deliveries'],
    queryFn: ({ pageParam, signal }) =>
      call<Page<DeliveryRow>>('GET', path(flow, `/deliveries${search({ limit: 20, cursor: pageParam })}`), { signal }),
    initialPageParam: '',
    getNextPageParam: ({ cursor }) => cursor,
    refetchInterval: 15_000,
  });

/** What can be said of a flow's health by its last ten runs alone. */
function healthOf(runs: RunRow[]): Health {
  const last = runs.map(({ id, status, outcome, startedAt, endedAt, version, environment }) => ({
    ...{ id, status, outcome, startedAt, endedAt, version, environment },
    ...(endedAt === undefined ? {} : { durationMs: Date.parse(endedAt) - Date.parse(startedAt) }),
  }));
  const counted = last.filter(({ status }) => ['completed', 'failed', 'timed_out'].includes(status));
  const succeeded = counted.filter(({ status }) => status === 'completed').length;
  const totalMs = counted.reduce((sum, { durationMs = 0 }) => sum + durationMs, 0);
  return {
    last,
    counted: counted.length,
    succeeded,
    failed: counted.length - succeeded,
    rate: counted.length === 0 ? null : succeeded / counted.length,
    meanMs: counted.length === 0 ? null : totalMs / counted.length,
    complete: false,
  };
}

const isUnknownRoute = (error: unknown) =>
  error instanceof ApiError && ['not-found', 'method-not-allowed'].includes(error.code);

export const healthQuery = (flow: string) =>
  queryOptions({
    queryKey: ['health', flow],
    queryFn: async ({ signal }) => {
      try {
        return await call<Health>('GET', path(flow, '/health'), { signal });
      } catch (error) {
        if (!isUnknownRoute(error)) throw error;
        return healthOf((await call<Page<RunRow>>('GET', `/v1/runs${search({ flow, limit: 10 })}`, { signal })).items);
      }
    },
    refetchInterval: () => (livePollMs() === false ? false : 15_000),
  });

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => call<Settings>('GET', '/v1/settings', { signal }),
});
