import type { Flow } from '../flow/flow.ts';
import type { ClosedStatus, Outcome, StepError } from './events.ts';
import { hasEnded, type RunState, stepOf } from './run-state.ts';

/** How a run ends by itself, or undefined while something can still happen. */
export interface Ending {
  status: Extract<ClosedStatus, 'completed' | 'failed'>;
  outcome?: Outcome;
  error?: StepError & { step: string };
}

/** Whether a later step ran because this one had failed: the failure was answered by an alternative path. */
function wasAnswered(flow: Flow, state: RunState, failed: string): boolean {
  return flow.steps.some((step) => step.needs.includes(failed) && stepOf(state, step.id).status === 'complete');
}

/** Decides from the steps how a run ends. A failure ends it as failed unless the flow goes on after it or took another path. */
export function endingOf(flow: Flow, state: RunState): Ending | undefined {
  const steps = flow.steps.map((step) => stepOf(state, step.id));
  if (!steps.every(hasEnded)) return undefined;
  const failed = steps.filter((step) => step.status === 'failed');
  const fatal = failed.find((step) => step.continued !== true && !wasAnswered(flow, state, step.id));
  if (fatal !== undefined)
    return {
      status: 'failed',
      error: { ...(fatal.error ?? { type: 'Unknown', message: 'The step failed.' }), step: fatal.id },
    };
  if (steps.every((step) => step.status === 'skipped')) return { status: 'completed', outcome: 'no_steps' };
  return { status: 'completed', outcome: failed.length > 0 ? 'partial' : 'success' };
}
