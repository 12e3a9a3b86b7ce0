import type { Flow, Step } from '../flow/flow.ts';
import { hasEnded, type RunState, stepOf } from './run-state.ts';

/** What may happen to a step now. */
export type Readiness =
  | { ready: true; condition: string | undefined }
  | { ready: false; skip: string }
  | { ready: false; waitFor: string };

/** A failure that the flow does not go on after. */
const stops = (state: RunState, id: string) => {
  const step = stepOf(state, id);
  return step.status === 'failed' && step.continued !== true;
};

/** Whether the condition of a step looks at the status of a step: that is how a flow names an alternative path. */
export function looksAtStatus(step: Step, other: string): boolean {
  return (
    step.when !== undefined &&
    (step.when.includes(`steps.${other}.status`) || step.when.includes(`steps.\`${other}\`.status`))
  );
}

/** Every step that must have ended before `id`, in a sequence as well as in a graph. */
function needsOf(flow: Flow, id: string): Step[] {
  const step = flow.steps.find((each) => each.id === id);
  return (step?.needs ?? []).flatMap((need) => flow.steps.find((each) => each.id === need) ?? []);
}

/** The nearest failure behind a skipped or failed need, so that the reason names the cause and not the messenger. */
function causeOf(flow: Flow, state: RunState, id: string): string | undefined {
  if (stops(state, id)) return id;
  if (stepOf(state, id).status !== 'skipped') return undefined;
  for (const need of needsOf(flow, id)) {
    const cause = causeOf(flow, state, need.id);
    if (cause !== undefined) return cause;
  }
  return undefined;
}

/** Decides, from what its needs came to, whether a step runs (its condition still to be evaluated), is skipped and why, or must wait. */
export function readinessOf(flow: Flow, state: RunState, step: Step): Readiness {
  const needs = step.needs;
  const open = needs.find((need) => !hasEnded(stepOf(state, need)));
  if (open !== undefined) return { ready: false, waitFor: open };
  const condition = step.when;
  for (const need of needs) {
    const cause = causeOf(flow, state, need);
    if (cause !== undefined && !looksAtStatus(step, cause) && !looksAtStatus(step, need))
      return { ready: false, skip: `"${cause}" failed` };
  }
  if (flow.order === 'graph' && needs.length > 0 && needs.every((need) => stepOf(state, need).status === 'skipped'))
    return { ready: false, skip: `all that it needs was skipped: ${needs.join(', ')}` };
  return { ready: true, condition };
}
