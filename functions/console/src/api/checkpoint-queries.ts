import { queryOptions } from '@tanstack/react-query';
import { call, search } from './client.ts';
import { livePollMs } from './live.ts';
import type { CheckpointView, Json, Page } from './types.ts';

/** A checkpoint with the run that it belongs to, and what it shows. */
export interface CheckpointCard extends CheckpointView {
  run: string;
  flow: string;
  title: string;
  summary?: string;
  values?: Json;
}

export type Show = 'mine' | 'all' | 'done';
/** Pages of a hundred that are read at most; sorting by expiry needs them all. */
const mostPages = 5;

async function readInbox(show: Show, signal: AbortSignal): Promise<{ items: CheckpointCard[]; more: boolean }> {
  const asked = show === 'done' ? { mine: false, status: 'decided' } : { mine: show === 'mine' };
  const items: CheckpointCard[] = [];
  let cursor: string | undefined;
  for (let count = 0; count < mostPages; count++) {
    const path = `/v1/checkpoints${search({ ...asked, limit: 100, cursor })}`;
    const page = await call<Page<CheckpointCard>>('GET', path, { signal });
    items.push(...page.items);
    cursor = page.cursor;
    // Of what is done, the newest are enough.
    if (cursor === undefined || (show === 'done' && items.length > 0)) break;
  }
  return { items, more: cursor !== undefined };
}

const decidedAt = ({ decision, openedAt }: CheckpointCard) => decision?.at ?? openedAt;

/** The checkpoints of an inbox: open ones by expiry, soonest first; decided ones by decision, latest first. */
export const inboxQuery = (show: Show) =>
  queryOptions({
    queryKey: ['checkpoints', show],
    queryFn: async ({ signal }) => {
      const { items, more } = await readInbox(show, signal);
      return {
        more,
        items: items.sort((a, b) =>
          show === 'done' ? decidedAt(b).localeCompare(decidedAt(a)) : a.expiresAt.localeCompare(b.expiresAt),
        ),
      };
    },
    refetchInterval: livePollMs,
  });

export const checkpointQuery = (id: string) =>
  queryOptions({
    queryKey: ['checkpoints', 'one', id],
    queryFn: ({ signal }) => call<CheckpointCard>('GET', `/v1/checkpoints/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.status === 'pending' ? livePollMs() : false),
  });

/** The runs that wait for whoever is signed in. */
export async function waitingForMe(signal: AbortSignal): Promise<ReadonlySet<string>> {
  const { items } = await readInbox('mine', signal);
  return new Set(items.map(({ run }) => run));
}
