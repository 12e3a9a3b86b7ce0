import { evaluateTemplate } from '../evaluate/evaluate-template.ts';
import type { Step } from '../flow/flow.ts';
import { endingOf } from '../run/decide-close.ts';
import { hasEnded, stepOf } from '../run/run-state.ts';
import { closedEvent, closingChanges } from './close-run.ts';
import { finishedWaits } from './finished-waits.ts';
import { enterUnit, type UnitCall } from './load-run.ts';
import { runStep } from './run-step.ts';
import { scopeOf } from './scope-of.ts';
import { startWait } from './start-wait.ts';
import { UnitError } from './unit-error.ts';
import { UnitRun, type WorkerPorts } from './unit-run.ts';

/** Records the end of waits whose instant has passed. */
function finishWaits(run: UnitRun): void {
  const events = finishedWaits(run.loaded.version.flow, run.state, run.now(), run.bag);
  if (events.length > 0) run.add(...events);
}

/** Closes the run when everything has ended: in one commit with what was done last. */
async function close(run: UnitRun): Promise<void> {
  finishWaits(run);
  const { flow } = run.loaded.version;
  for (const step of flow.steps)
    if (!hasEnded(stepOf(run.state, step.id)) && step.kind !== 'wait') await run.begins(step);
  const ending = endingOf(flow, run.state);
  if (ending === undefined) {
    await run.commit();
    if (flow.steps.some((step) => stepOf(run.state, step.id).status === 'blocked'))
      throw new UnitError('RunClosed', 'The run is blocked; resuming it begins another execution.');
    throw new UnitError('RunClosed', 'A branch broke off before its steps had ended.');
  }
  const output =
    ending.status === 'completed' && flow.output !== undefined
      ? await evaluateTemplate(flow.output, await scopeOf(run.ports, run.loaded))
      : undefined;
  const lastOutput = flow.steps
    .map((step) => stepOf(run.state, step.id))
    .findLast((step) => step.status === 'complete')?.output;
  const payload = output === undefined ? lastOutput : run.bag.add(output);
  // Read before the event is added: a closed run holds no slot.
  const changes = closingChanges(run.state, ending, run.now());
  run.add(
    closedEvent(run.state, {
      ...ending,
      ...(payload === undefined || ending.status !== 'completed' ? {} : { output: payload }),
    }),
  );
  await run.commit(changes);
  if (ending.status === 'failed') throw new UnitError('RunFailed', `${ending.error?.step}: ${ending.error?.message}`);
}

/**
 * Does what one state of the machine stands for. Steps that are complete return at once; an older generation, or a closed run,
 * starts nothing. Answers `{}`, or `{until}` for a wait; tells everything else by UnitError.
 */
export async function runUnit(ports: WorkerPorts, call: UnitCall): Promise<{ until?: string }> {
  const { loaded, unit } = await enterUnit(ports, call);
  const run = new UnitRun(ports, loaded, unit.lane);
  const flowSteps = new Map(loaded.version.flow.steps.map((step) => [step.id, step]));
  finishWaits(run);
  if (unit.kind === 'wait') {
    const step = flowSteps.get(unit.step);
    if (step?.kind !== 'wait') throw new Error(`"${unit.step}" is no wait.`);
    return { until: await startWait(run, step) };
  }
  if (unit.kind === 'work') for (const id of unit.steps) await runStep(run, flowSteps.get(id) as Step);
  if (unit.closes) await close(run);
  else await run.commit();
  return {};
}
