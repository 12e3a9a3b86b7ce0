import { evaluateTemplate } from '../evaluate/evaluate-template.ts';
import type { Approval, Step } from '../flow/flow.ts';
import type { Actor, RunEvent } from '../run/events.ts';
import { applyEvents } from '../run/fold.ts';
import { hasEnded, lacksSlot, type RunState, statusOf, stepOf } from '../run/run-state.ts';
import { append, PayloadBag, system } from './append.ts';
import { finishedWaits } from './finished-waits.ts';
import { enterUnit, type LoadedRun, type UnitCall, valueIn } from './load-run.ts';
import { failedEvent, passOver } from './pass-over.ts';
import type { CheckpointRecord, Ports } from './ports.ts';
import { asFailure } from './prepare-step.ts';
import { peopleOf } from './recipients.ts';
import { scopeOf } from './scope-of.ts';
import { freeAtRest } from './slots.ts';
import { UnitError } from './unit-error.ts';

/** A gate that mode `every` adds has no `checkpoint:` of its own: the starter is asked, for a week. */
const addedExpiresMs = 7 * 86_400_000;
const day = 86_400_000;

/** What a gate asks: the step's own approval, its checkpoint, or the one that mode `every` adds. */
function approvalOf(step: Step, before: boolean, starter: Actor): Approval {
  if (step.kind === 'approve' && !before) return step.approve;
  return (
    step.checkpoint ?? {
      to: starter.email ?? starter.id,
      message: `Run "${step.title ?? step.id}"?`,
      expiresMs: addedExpiresMs,
      onExpire: 'reject',
    }
  );
}

/** The summary of the last step that was done before this one. */
function summaryBefore({ state, version }: LoadedRun, step: Step): string {
  const index = version.flow.steps.findIndex((each) => each.id === step.id);
  const before = version.flow.steps.slice(0, index).findLast((each) => stepOf(state, each.id).status === 'complete');
  return before === undefined ? '' : `${before.title ?? before.id}: ${stepOf(state, before.id).summary ?? 'done'}`;
}

/** Values that the decision is about: what the message names, and the parameters. */
async function evidenceOf(ports: Ports, loaded: LoadedRun, step: Step, message: string) {
  const params = (await valueIn(ports, loaded, loaded.state.params)) ?? {};
  return { message, summary: summaryBefore(loaded, step), values: params };
}

const checkpointId = (run: string, step: string, before: boolean) => `${run}.${step}${before ? '.before' : ''}`;

/**
 * Opens the checkpoint of a gate and keeps the task token, in one transaction. A gate that needs no one (its step is skipped, or
 * auto-approved in a background run) or that is already decided answers its own token, so every gate can be entered again.
 */
export async function openCheckpoint(ports: Ports, call: UnitCall & { taskToken: string }): Promise<void> {
  const { loaded, unit } = await enterUnit(ports, call);
  const { state, version } = loaded;
  if (unit.kind !== 'gate') throw new Error(`"${call.unit}" of ${state.flow} version ${state.version} is no gate.`);
  const step = version.flow.steps.find((each) => each.id === unit.step) as Step;
  const pass = async () => void (await ports.engine.sendTaskSuccess(call.taskToken, {}));
  const known = stepOf(state, step.id);
  const id = checkpointId(state.id, step.id, unit.before);
  if (state.checkpoints.has(id)) return leaveToken(ports, id, call.taskToken, state);
  if (hasEnded(known) || known.passed === true) return pass();
  const at = new Date(ports.clock.now()).toISOString();
  const bag = new PayloadBag();
  const waited = finishedWaits(version.flow, state, at, bag);
  applyEvents(state, waited, { at, actor: system, lane: unit.lane });
  Object.assign(loaded.payloads, bag.payloads);
  const skip = await passOver(ports, loaded, step);
  if (skip !== undefined) {
    await commitOr(ports, loaded, unit.lane, [...waited, skip], bag);
    return pass();
  }
  const scope = await scopeOf(ports, loaded);
  const approval = approvalOf(step, unit.before, state.trigger.by);
  let message: string;
  let to: string[];
  try {
    message = String(await evaluateTemplate(approval.message, scope));
    to = await peopleOf(ports, [await evaluateTemplate(approval.to, scope)].flat().map(String));
  } catch (error) {
    await commitOr(ports, loaded, unit.lane, [...waited, failedEvent(loaded, step, 1, asFailure(error), at)], bag);
    return pass();
  }
  const evidence = bag.add(await evidenceOf(ports, loaded, step, message));
  const kind = unit.before ? ('checkpoint' as const) : ('approve' as const);
  const expiresAt = new Date(ports.clock.now() + approval.expiresMs).toISOString();
  const opened: RunEvent = {
    type: 'CheckpointOpened',
    checkpoint: id,
    step: step.id,
    kind,
    message,
    to,
    expiresAt,
    onExpire: approval.onExpire,
    evidence,
  };
  if (state.mode === 'background' && step.autoApprove) {
    const decided: RunEvent = {
      type: 'CheckpointDecided',
      checkpoint: id,
      step: step.id,
      action: 'approve',
      seen: evidence.digest,
      auto: 'auto-approved',
    };
    const completed: RunEvent[] = unit.before
      ? []
      : [
          {
            type: 'StepCompleted',
            step: step.id,
            output: bag.add({ action: 'approve', by: 'auto-approved' }),
            startedAt: at,
            endedAt: at,
            attempt: 1,
          },
        ];
    await commitOr(ports, loaded, unit.lane, [...waited, opened, decided, ...completed], bag);
    return pass();
  }
  const checkpoint: CheckpointRecord = {
    id,
    run: state.id,
    flow: state.flow,
    title: version.flow.title,
    step: step.id,
    lane: unit.lane,
    kind,
    message,
    to,
    openedAt: at,
    expiresAt,
    onExpire: approval.onExpire,
    status: 'pending',
    taskToken: call.taskToken,
    evidence,
    issue: 1,
  };
  const status = statusOf({
    ...state,
    steps: new Map([...state.steps, [step.id, { ...known, status: 'awaiting_input' }]]),
  });
  const dueAt = new Date(Math.min(Date.parse(expiresAt), ports.clock.now() + day)).toISOString();
  const { written } = await append(ports, state, unit.lane, [...waited, opened], {
    bag,
    changes: [
      { type: 'open', checkpoint },
      {
        type: 'summary',
        run: state.id,
        set: { status, ...(step.phase === undefined ? {} : { phase: step.phase }) },
        dueAt,
      },
    ],
  });
  if (!written.ok) throw new UnitError('Unavailable', `Another invocation wrote to the lane ${unit.lane} first.`);
  if (state.slot !== undefined) await freeAtRest(ports, state.id);
}

/**
 * Leaves a token at a checkpoint that was opened before, by an earlier generation or by this call, whose answer was lost. Whoever
 * decides after the token was written answers it; a decision that was made before is answered here, once the run has a slot.
 */
async function leaveToken(ports: Ports, id: string, taskToken: string, state: RunState): Promise<void> {
  const { status } = await ports.runs.setCheckpoint(id, { taskToken });
  if (status !== 'decided') return state.slot === undefined ? undefined : freeAtRest(ports, state.id);
  if (!lacksSlot(state) || state.pool === undefined) return void (await ports.engine.sendTaskSuccess(taskToken, {}));
  await ports.runs.setCheckpoint(id, { delivered: false });
  await ports.runs.joinLine(state.pool, state.id);
}

async function commitOr(
  ports: Ports,
  { state }: LoadedRun,
  lane: string,
  events: RunEvent[],
  bag = new PayloadBag(),
): Promise<void> {
  const { written } = await append(ports, state, lane, events, { bag });
  if (!written.ok) throw new UnitError('Unavailable', `Another invocation wrote to the lane ${lane} first.`);
}
