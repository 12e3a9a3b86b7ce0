import type { Flow } from '../flow/flow.ts';
import type { RunEvent } from '../run/events.ts';
import { type RunState, stepOf } from '../run/run-state.ts';
import type { PayloadBag } from './append.ts';

/**
 * The ends of waits whose instant has passed. Nothing runs when a wait ends, so the next unit that reads its lane records it, in
 * its own lane; two that follow side by side record the same.
 */
export function finishedWaits(flow: Flow, state: RunState, now: string, bag: PayloadBag): RunEvent[] {
  return flow.steps.flatMap((step): RunEvent[] => {
    const { status, until, startedAt } = stepOf(state, step.id);
    if (step.kind !== 'wait' || status !== 'running' || until === undefined || until > now) return [];
    return [
      {
        type: 'StepCompleted',
        step: step.id,
        output: bag.add({ until }),
        startedAt: startedAt ?? until,
        endedAt: until,
        attempt: 1,
      },
    ];
  });
}
