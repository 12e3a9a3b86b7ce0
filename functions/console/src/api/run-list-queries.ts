import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import { waitingForMe } from './checkpoint-queries.ts';
import { call, search } from './client.ts';
import { livePollMs } from './live.ts';
import type { Offer } from './offer-query.ts';
import type { RunsAsked } from './queries.ts';
import { isLive, type Page, type RunRow } from './types.ts';

// The list of runs, page by page. A page may be empty and still carry a cursor: then the next one is asked for at once.

const pageSize = 50;
/** Empty pages in a row that are followed before somebody has to ask for more. */
const mostEmpty = 10;
/** Milliseconds between polls of a list in which nothing is live, while the socket is away. */
const idlePollMs = 15_000;

const listPage = (asked: RunsAsked, signal: AbortSignal) =>
  call<Page<RunRow>>('GET', `/v1/runs${search(asked)}`, { signal });

/**
 * One list of several lists that are each newest first. What is older than the end of a page that goes on is left for the
 * next page, because that list may hold something between.
 */
export function mergePages(pages: Page<RunRow>[]): Page<RunRow> {
  const cursor = pages
    .flatMap((page) => (page.cursor === undefined ? [] : [page.cursor]))
    .sort()
    .at(-1);
  const items = pages.flatMap((page) => page.items).sort((a, b) => (a.id < b.id ? 1 : -1));
  return cursor === undefined ? { items } : { items: items.filter(({ id }) => id >= cursor), cursor };
}

async function anyStatus(asked: RunsAsked, offer: Offer, signal: AbortSignal): Promise<Page<RunRow>> {
  const statuses = asked.status?.split(',') ?? [];
  if (statuses.length < 2 || offer.statuses) return listPage(asked, signal);
  return mergePages(await Promise.all(statuses.map((status) => listPage({ ...asked, status }, signal))));
}

export interface RunList {
  /** Names the list among the cached ones; without what changes by the minute. */
  key: object;
  asked: () => RunsAsked;
  /** Only runs that wait for whoever is signed in. */
  mine: boolean;
}

export const runPagesQuery = ({ key, asked, mine }: RunList, offer: Offer) =>
  infiniteQueryOptions({
    queryKey: ['runs', 'pages', key],
    initialPageParam: '',
    queryFn: async ({ pageParam, signal }): Promise<Page<RunRow>> => {
      const wanted = mine ? await waitingForMe(signal) : undefined;
      let page: Page<RunRow> = { items: [], cursor: pageParam };
      for (let count = 0; count < mostEmpty && page.items.length === 0 && page.cursor !== undefined; count++) {
        const next = await anyStatus({ ...asked(), limit: pageSize, cursor: page.cursor }, offer, signal);
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
