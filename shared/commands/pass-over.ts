import { evaluateCondition } from '../evaluate/evaluate-template.ts';
import type { Step } from '../flow/flow.ts';
import { readinessOf } from '../run/decide-step.ts';
import type { RunEvent } from '../run/events.ts';
import { stepOf } from '../run/run-state.ts';
import type { StepFailure } from '../steps/step-failure.ts';
import type { LoadedRun } from './load-run.ts';
import type { Ports } from './ports.ts';
import { asFailure } from './prepare-step.ts';
import { scopeOf } from './scope-of.ts';
import { UnitError } from './unit-error.ts';

/** That a step failed for good. */
export function failedEvent(
  { state }: Pick<LoadedRun, 'state'>,
  step: Step,
  attempt: number,
  { error }: StepFailure,
  endedAt: string,
): RunEvent {
  const { startedAt } = stepOf(state, step.id);
  return {
    type: 'StepFailed',
    step: step.id,
    attempt,
    error,
    ...(startedAt === undefined ? {} : { startedAt }),
    endedAt,
    continued: step.onError === 'continue',
  };
}

/**
 * Why a step is passed over: skipped by what its needs came to or by its condition, or failed because the condition has no value.
 * Undefined when it runs. Throws `Unavailable` while something that it needs has not ended.
 */
export async function passOver(ports: Ports, loaded: LoadedRun, step: Step): Promise<RunEvent | undefined> {
  const readiness = readinessOf(loaded.version.flow, loaded.state, step);
  if (!readiness.ready) {
    if ('waitFor' in readiness)
      throw new UnitError('Unavailable', `Step "${step.id}" needs "${readiness.waitFor}", which has not ended.`);
    return { type: 'StepSkipped', step: step.id, reason: readiness.skip };
  }
  if (readiness.condition === undefined || stepOf(loaded.state, step.id).attempt > 0) return undefined;
  try {
    if (await evaluateCondition(readiness.condition, await scopeOf(ports, loaded))) return undefined;
    return { type: 'StepSkipped', step: step.id, reason: `its condition is false: ${readiness.condition}` };
  } catch (error) {
    return failedEvent(loaded, step, 1, asFailure(error), new Date(ports.clock.now()).toISOString());
  }
}
