import type { Step } from '../flow/flow.ts';
import { stepOf } from '../run/run-state.ts';
import type { Change } from './ports.ts';
import { asFailure, checkOutput, prepareStep, retryAt } from './prepare-step.ts';
import { readAccess } from './read-access.ts';
import { scopeOf } from './scope-of.ts';
import { summarise } from './summarise.ts';
import { UnitError } from './unit-error.ts';
import type { UnitRun } from './unit-run.ts';

/** Milliseconds that an attempt is given beyond its timeout before another invocation may repeat it. */
const marginMs = 5_000;

/** A step that leaves the process starts only while nothing happened on the main lane: no generation after this one, no end of the run. On the main lane itself the commit's own condition says so. */
function fence({ state, lane }: UnitRun): Change[] {
  if (lane === 'main') return [];
  return [{ type: 'fence', run: state.id, lane: 'main', seq: state.heads.get('main')?.seq ?? 0 }];
}

/** What the list shows of the step that the run is at; a phase lasts until another one begins. */
function phaseOf({ state: { id } }: UnitRun, { phase }: Step): Change[] {
  return phase === undefined ? [] : [{ type: 'summary', run: id, set: { phase } }];
}

/** Does one step: remembered if it is done, told to come back if another invocation may be doing it. */
export async function runStep(run: UnitRun, step: Step): Promise<void> {
  if (!(await run.begins(step))) return;
  const before = stepOf(run.state, step.id);
  const leaves = step.kind === 'http';
  const at = run.now();
  if (before.retryAt !== undefined && before.retryAt > at) return run.later(before.retryAt);
  if (before.status === 'blocked')
    throw new UnitError('Unavailable', `Step "${step.id}" is blocked: ${before.reason ?? ''}`);
  if (leaves && before.deadline !== undefined) {
    if (before.deadline > at) return run.later(before.deadline);
    if (step.effect === 'at-most-once') {
      run.add({
        type: 'StepBlocked',
        step: step.id,
        attempt: before.attempt,
        reason:
          'It was begun and its outcome is not known; it may have had its effect, and it may happen at most once.',
      });
      // Recorded before anything else of the unit is looked at: what needs this step would send the machine away.
      await run.commit();
      throw new UnitError('RunClosed', `Step "${step.id}" is blocked; resuming the run begins another execution.`);
    }
  }
  // An attempt whose outcome was lost is begun again under its number and its key; a failed one is followed by the next.
  const attempt = before.deadline === undefined ? before.attempt + 1 : before.attempt;
  try {
    const prepared = await prepareStep(step, await scopeOf(run.ports, run.loaded), {
      ...(await readAccess(run.ports, run.state.environment, step)),
      allowed: run.ports.allowed,
      now: () => run.ports.clock.now(),
    });
    if (leaves) {
      const deadline = new Date(run.ports.clock.now() + step.timeoutMs + marginMs).toISOString();
      run.add({
        type: 'StepStarted',
        step: step.id,
        attempt,
        epoch: before.epoch,
        deadline,
        input: run.bag.add(prepared.input),
      });
      await run.commit([...fence(run), ...phaseOf(run, step)]);
    }
    const output = await prepared.run(`${run.state.id}/${step.id}/${before.epoch}`);
    checkOutput(step, output);
    run.add({
      type: 'StepCompleted',
      step: step.id,
      output: run.bag.add(output),
      summary: summarise(step.kind, output),
      startedAt: at,
      endedAt: run.now(),
      attempt,
    });
  } catch (error) {
    if (error instanceof UnitError) throw error;
    const failure = asFailure(error);
    const next = retryAt(step, attempt, failure, run.ports.clock.now());
    if (next === undefined) return run.fail(step, attempt, failure);
    const instant = new Date(next).toISOString();
    run.add({ type: 'AttemptFailed', step: step.id, attempt, error: failure.error, retryAt: instant });
    return run.later(instant);
  }
}
