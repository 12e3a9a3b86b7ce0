import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { config } from '../app/config.ts';

import { freshToken, heldToken } from '../app/session.ts';
import { oneAtATime } from './one-at-a-time.ts';

// One socket for the whole console. A message says which run moved and nothing else; whoever shows that run fetches it anew.

/** `live`: pokes arrive. `reconnecting`: what is shown may be old, and is polled. */
export type LiveState = 'live' | 'reconnecting' | 'off';

/** Milliseconds between polls of a live run while the socket is away, and the longest pause before it is tried again. */
const pollMs = 2_000;
const longestPauseMs = 30_000;
/** API Gateway ends a connection that was idle for ten minutes (its quotas): it is subscribed anew before that. */
const renewMs = 9 * 60_000;
/** Lists are fetched this long after the first poke that touches them, and at most as often as the second says. Milliseconds. */
const gatherMs = 150;
const restMs = 1_000;

/** What the server says; `until` is when the token of the subscription runs out. */
interface Message {
  runId?: string;
  subscribed?: unknown;
  until?: string;
  error?: string;
}

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

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const ask = oneAtATime();

/**
 * Fetches anew what a run that moved has changed: the run at once, the lists once for all that move together. What is on its way is
 * waited for and not begun anew: a run that moves faster than it can be fetched would never be seen.
 */
export function refetchMoved(queries: QueryClient, run: string): void {
  const fetch = (key: string, ...more: string[]) => queries.invalidateQueries({ queryKey: [key, ...more] });
  ask(run, () => fetch('run', run));
  ask('lists', async () => {
    await pause(gatherMs);
    await Promise.all(['runs', 'checkpoints', 'stats', 'health'].map((key) => fetch(key)));
    await pause(restMs - gatherMs);
  });
}

/** Keeps a socket open while the page is visible, and fetches anew what a poke names. Answers how to end it. */
export function startLive(queries: QueryClient): () => void {
  let socket: WebSocket | undefined;
  let failures = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let renewal: ReturnType<typeof setTimeout> | undefined;
  let ended = false;

  const again = () => {
    socket = undefined;
    clearTimeout(renewal);
    if (ended || document.hidden || retry !== undefined) return;
    become('reconnecting');
    const ms = Math.min(longestPauseMs, 500 * 2 ** failures++) * (0.5 + Math.random() / 2);
    retry = setTimeout(() => {
      retry = undefined;
      void open();
    }, ms);
  };
  const subscribe = (to: WebSocket, token: string) => {
    if (to.readyState === WebSocket.OPEN) to.send(JSON.stringify({ action: 'subscribe', token, runs: 'all' }));
  };
  const subscribed = (to: WebSocket, until: string | undefined) => {
    failures = 0;
    const first = state !== 'live';
    become('live');
    // What happened while the socket was away is fetched once.
    if (first) void queries.invalidateQueries();
    const left = until === undefined ? renewMs : Date.parse(until) - Date.now() - 60_000;
    clearTimeout(renewal);
    renewal = setTimeout(
      () => void freshToken().then((token) => (token === undefined ? to.close() : subscribe(to, token))),
      Math.max(30_000, Math.min(renewMs, left)),
    );
  };
  const open = async () => {
    const { socketUrl } = await config();
    if (ended || document.hidden || socket !== undefined || socketUrl === undefined) return;
    const opened = new WebSocket(socketUrl);
    socket = opened;
    // Nobody leaves a page, and what is written on it, because a socket is to be opened.
    opened.addEventListener('open', async () => {
      const token = (await heldToken()) ?? (await freshToken());
      if (token === undefined) opened.close();
      else subscribe(opened, token);
    });
    opened.addEventListener('message', ({ data }) => {
      const message = JSON.parse(String(data)) as Message;
      if (message.runId !== undefined) refetchMoved(queries, message.runId);
      else if (message.subscribed !== undefined) subscribed(opened, message.until);
    });
    opened.addEventListener('close', () => {
      if (socket === opened) again();
    });
  };
  const seen = () => {
    if (!document.hidden) return void open();
    const closing = socket;
    socket = undefined;
    clearTimeout(renewal);
    closing?.close();
    become('off');
  };
  document.addEventListener('visibilitychange', seen);
  void open();
  return () => {
    ended = true;
    document.removeEventListener('visibilitychange', seen);
    clearTimeout(retry);
    clearTimeout(renewal);
    socket?.close();
    become('off');
  };
}
