import type { ClosedStatus, RunEvent } from '../run/events.ts';
import { headsOf } from '../run/make-commit.ts';
import type { RunState } from '../run/run-state.ts';
import type { Change } from './ports.ts';
import { slotLeft } from './slots.ts';

type Close = Omit<Extract<RunEvent, { type: 'RunClosed' }>, 'type' | 'heads'>;

/** The event that closes a run over the heads of all its lanes. The state must hold every lane. */
export const closedEvent = (state: RunState, close: Close): RunEvent => ({
  type: 'RunClosed',
  ...close,
  heads: headsOf(state),
});

/** What is written with the end of a run: what the list shows, and that its slot is free. Nothing is due any more but what `dueAt` names. */
export function closingChanges(
  state: RunState,
  close: { status: ClosedStatus; outcome?: string },
  at: string,
  dueAt: string | null = null,
): Change[] {
  const summary: Change = {
    type: 'summary',
    run: state.id,
    set: { status: close.status, endedAt: at, ...(close.outcome === undefined ? {} : { outcome: close.outcome }) },
    dueAt,
  };
  return [summary, ...slotLeft(state)];
}
