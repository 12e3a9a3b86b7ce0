import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { config } from '../app/config.ts';
import { heldToken } from '../app/session.ts';

// One socket for the whole console. A message says which run moved and nothing else; whoever shows that run fetches it anew.

/** `live`: pokes arrive. `reconnecting`: what is shown may be old, and is polled. */
export type LiveState = 'live' | 'reconnecting' | 'off';

/** Milliseconds between polls of a live run while the socket is away, and the longest pause before it is tried again. */
const pollMs = 2_000;
const longestPauseMs = 30_000;
/** Pokes of the same list that come within this time make one request. */
const gatherMs = 150;

let state: LiveState = 'off';
const listeners = new Set<() => void>();
const become = (next: LiveState) => {
  state = next;
  for (const listener of listeners) listener();
};

/** How often a live run is polled: only while the socket is away. */
export const livePollMs = (): number | false => (state === 'live' ? false : pollMs);

export const useLiveState = (): LiveState =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => state,
  );

/** Keeps a socket open while the page is visible, and fetches anew what a poke names. Answers how to end it. */
export function startLive(queries: QueryClient): () => void {
  let socket: WebSocket | undefined;
  let failures = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;
  const moved = new Set<string>();
  let gathering: ReturnType<typeof setTimeout> | undefined;

  const flush = () => {
    gathering = undefined;
    moved.clear();
    void queries.invalidateQueries({ queryKey: ['runs'] });
    void queries.invalidateQueries({ queryKey: ['checkpoints'] });
    void queries.invalidateQueries({ queryKey: ['stats'] });
    void queries.invalidateQueries({ queryKey: ['health'] });
  };
  const poke = (run: string) => {
    void queries.invalidateQueries({ queryKey: ['run', run] });
    moved.add(run);
    gathering ??= setTimeout(flush, gatherMs);
  };
  const again = () => {
    if (ended || timer !== undefined) return;
    become('reconnecting');
    const pause = Math.min(longestPauseMs, 500 * 2 ** failures++) * (0.5 + Math.random() / 2);
    timer = setTimeout(() => {
      timer = undefined;
      void open();
    }, pause);
  };
  const open = async () => {
    if (ended || document.hidden) return;
    const { socketUrl } = await config();
    if (socketUrl === undefined) return;
    // Nobody leaves a page, and what is written on it, because a socket is to be opened.
    const token = await heldToken();
    if (token === undefined) return become('off');
    const opened = new WebSocket(socketUrl);
    socket = opened;
    opened.addEventListener('open', () => {
      opened.send(JSON.stringify({ action: 'subscribe', token, runs: 'all' }));
      failures = 0;
      become('live');
      // What happened while the socket was away is fetched once.
      void queries.invalidateQueries();
    });
    opened.addEventListener('message', ({ data }) => {
      const { runId } = JSON.parse(String(data)) as { runId?: string };
      if (runId !== undefined) poke(runId);
    });
    opened.addEventListener('close', () => {
      if (socket === opened) again();
    });
  };
  const seen = () => {
    if (document.hidden) {
      const closing = socket;
      socket = undefined;
      closing?.close();
      become('off');
    } else if (socket === undefined) void open();
  };
  document.addEventListener('visibilitychange', seen);
  void open();
  return () => {
    ended = true;
    document.removeEventListener('visibilitychange', seen);
    clearTimeout(timer);
    clearTimeout(gathering);
    socket?.close();
  };
}
