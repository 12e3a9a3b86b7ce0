import { evaluateTemplate } from '../evaluate/evaluate-template.ts';
import { parseDuration } from '../flow/duration.ts';
import type { Step } from '../flow/flow.ts';
import { stepOf } from '../run/run-state.ts';
import { StepFailure } from '../steps/step-failure.ts';
import { asFailure } from './prepare-step.ts';
import { scopeOf } from './scope-of.ts';
import { UnitError } from './unit-error.ts';
import type { UnitRun } from './unit-run.ts';

/** Begins a wait and answers the instant at which it ends; a wait that was begun ends when it was to. */
export async function startWait(run: UnitRun, step: Step & { kind: 'wait' }): Promise<string> {
  const known = stepOf(run.state, step.id).until;
  if (known !== undefined) return known;
  const now = run.now();
  if (!(await run.begins(step))) {
    await run.commit();
    return now;
  }
  try {
    const until = await untilOf(run, step);
    run.add({ type: 'WaitStarted', step: step.id, until });
    await run.commit();
    return until;
  } catch (error) {
    if (error instanceof UnitError) throw error;
    run.fail(step, 1, asFailure(error));
    await run.commit();
    return now;
  }
}

async function untilOf(run: UnitRun, { wait }: Step & { kind: 'wait' }): Promise<string> {
  const now = run.ports.clock.now();
  if ('forMs' in wait) return new Date(now + wait.forMs).toISOString();
  const scope = await scopeOf(run.ports, run.loaded);
  if ('until' in wait) {
    const text = String(await evaluateTemplate(wait.until, scope));
    const at = Date.parse(text);
    if (Number.isNaN(at))
      throw new StepFailure('Wait.Instant', `"${text}" is no instant.`, {
        suggestion: 'Write ISO 8601, for instance 2026-11-21T09:00:00Z.',
      });
    return new Date(at).toISOString();
  }
  const text = String(await evaluateTemplate(wait.for, scope));
  const parsed = parseDuration(text);
  if (!('ms' in parsed))
    throw new StepFailure('Wait.Duration', `"${text}" is no duration.`, {
      suggestion: 'Write a number and a unit, for instance 30s.',
    });
  return new Date(now + parsed.ms).toISOString();
}
