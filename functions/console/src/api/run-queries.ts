import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { call, search } from './client.ts';
import { before, mergeCommits } from './commits.ts';
import { livePollMs } from './live.ts';
import { runQuery } from './queries.ts';
import type { Commit } from './run-events.ts';
import { type Decision, isLive, type Json, type Page, type RunRow, type StepDetail, type StepView } from './types.ts';

// What the page of a run asks beyond the run itself. Keys begin with the run, so that a poke fetches them anew.

/** Input, output and attempts of a step; asked anew when its state is another, also where no poke arrives. */
export const stepValuesQuery = (run: string, { path, status, attempt }: StepView) =>
  queryOptions({
    queryKey: ['run', run, 'step', path, status, attempt],
    queryFn: ({ signal }) => call<StepDetail>('GET', `/v1/runs/${run}/steps/${encodeURIComponent(path)}`, { signal }),
  });

/** What a person is shown of a checkpoint besides its message. It does not change. */
export interface Evidence {
  summary?: string;
  values?: Record<string, Json>;
}

export const evidenceQuery = (run: string, checkpoint: string) =>
  queryOptions({
    queryKey: ['evidence', run, checkpoint],
    queryFn: ({ signal }) =>
      call<Evidence & { decision?: Decision }>('GET', `/v1/checkpoints/${encodeURIComponent(checkpoint)}`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** How many runs the strip shows. */
const stripLength = 10;

/** The latest runs of a flow, the newest first. */
export const recentRunsQuery = (flow: string) =>
  queryOptions({
    queryKey: ['runs', { flow, limit: stripLength }],
    queryFn: ({ signal }) =>
      call<Page<RunRow>>('GET', `/v1/runs${search({ flow, limit: stripLength })}`, { signal }).then(
        ({ items }) => items,
      ),
    refetchInterval: livePollMs,
  });

/** Every commit of a run, fetched page by page; afterwards only what may be new. */
export const commitsQuery = (queries: QueryClient, run: string) => {
  const queryKey = ['run', run, 'events'];
  return queryOptions({
    queryKey,
    queryFn: async ({ signal }) => {
      let known = queries.getQueryData<Commit[]>(queryKey) ?? [];
      const last = known.at(-1);
      let after: string | undefined = last === undefined ? '' : before(last.id);
      while (after !== undefined) {
        const page: Page<Commit> = await call('GET', `/v1/runs/${run}/events${search({ after })}`, { signal });
        known = mergeCommits(known, page.items);
        after = page.cursor;
        // What is there is shown while the rest is on its way.
        if (after !== undefined) queries.setQueryData(queryKey, known);
      }
      return known;
    },
    refetchInterval: () => {
      const status = queries.getQueryData(runQuery(run).queryKey)?.status;
      return status === undefined || isLive(status) ? livePollMs() : false;
    },
  });
};
