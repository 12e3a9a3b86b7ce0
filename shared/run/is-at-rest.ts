import type { Flow } from '../flow/flow.ts';
import { readinessOf } from './decide-step.ts';
import { hasEnded, type RunState, stepOf } from './run-state.ts';

/** Whether a run can do nothing more before a person does something: some step waits for one, and no other is at work or ready. The state must hold every lane. */
export function isAtRest(flow: Flow, state: RunState): boolean {
  const waits = ({ id }: Flow['steps'][number]) => ['awaiting_input', 'blocked'].includes(stepOf(state, id).status);
  return (
    flow.steps.some(waits) &&
    flow.steps.every((step) => {
      const known = stepOf(state, step.id);
      if (hasEnded(known) || waits(step)) return true;
      if (known.status === 'running') return false;
      const readiness = readinessOf(flow, state, step);
      return !readiness.ready && 'waitFor' in readiness;
    })
  );
}
