import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { waitingForMe } from './checkpoint-queries.ts';
import { call, search } from './client.ts';
import { livePollMs } from './live.ts';
import type { RunsAsked } from './queries.ts';
import { isLive, type Page, type RunRow } from './types.ts';

// The list of runs, page by page. A page may be empty and still carry a cursor: then the next one is asked for at once.

const pageSize = 50;
/** Empty pages in a row that are followed before somebody has to ask for more. */
const mostEmpty = 10;
/** Milliseconds between polls of a list in which nothing is live, while the socket is away. */
const idlePollMs = 15_000;

export interface RunList {
  /** Names the list among the cached ones; without what changes by the minute. */
  key: object;
  asked: () => RunsAsked;
  /** Only runs that wait for whoever is signed in. */
  mine: boolean;
}

export const runPagesQuery = ({ key, asked, mine }: RunList) =>
  infiniteQueryOptions({
    queryKey: ['runs', 'pages', key],
    initialPageParam: '',
    queryFn: async ({ pageParam, signal }): Promise<Page<RunRow>> => {
      const wanted = mine ? await waitingForMe(signal) : undefined;
      let page: Page<RunRow> = { items: [], cursor: pageParam };
      for (let count = 0; count < mostEmpty && page.items.length === 0 && page.cursor !== undefined; count++) {
        const query = search({ ...asked(), limit: pageSize, cursor: page.cursor });
        const next = await call<Page<RunRow>>('GET', `/v1/runs${query}`, { signal });
        page = wanted === undefined ? next : { ...next, items: next.items.filter(({ id }) => wanted.has(id)) };
      }
      return page;
    },
    getNextPageParam: ({ cursor }) => cursor,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => {
      const poll = livePollMs();
      const live = state.data?.pages.some(({ items }) => items.some(({ status }) => isLive(status))) ?? false;
      return poll === false || live ? poll : idlePollMs;
    },
  });
