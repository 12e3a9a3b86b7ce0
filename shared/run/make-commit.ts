import { hashCommit } from './chain.ts';
import type { Actor, Commit, RunEvent } from './events.ts';
import type { RunState } from './run-state.ts';

/** What a commit needs from outside: identity and time. */
export interface CommitContext {
  id: string;
  at: string;
  writer: string;
  actor: Actor;
}

/** The next commit of a lane, hashed onto its head. */
export function nextCommit(
  state: Pick<RunState, 'id' | 'generation' | 'heads'>,
  lane: string,
  events: RunEvent[],
  { id, at, writer, actor }: CommitContext,
): Commit {
  const head = state.heads.get(lane);
  const unhashed = {
    run: state.id,
    lane,
    seq: (head?.seq ?? 0) + 1,
    id,
    generation: state.generation,
    at,
    actor,
    writer,
    events,
    prev: head?.hash ?? '',
  };
  return { ...unhashed, hash: hashCommit(unhashed) };
}

/** The head of every lane, for the commit that closes a run; `main` is that commit's own `prev`. */
export function headsOf(state: Pick<RunState, 'heads'>): Record<string, string> {
  return Object.fromEntries(
    [...state.heads].filter(([lane]) => lane !== 'main').map(([lane, { hash }]) => [lane, hash]),
  );
}
