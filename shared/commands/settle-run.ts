import { SluiceError } from '../errors/sluice-error.ts';
import { lacksSlot, type RunState, statusOf } from '../run/run-state.ts';
import { admitRuns, beginning } from './admit-runs.ts';
import { append, system } from './append.ts';
import { decideCheckpoint, deliverDecision } from './decide-checkpoint.ts';
import { endRun, stopClosedRun } from './end-run.ts';
import { executionArnOf, launchGeneration } from './launch-generation.ts';
import { type LoadedRun, loadRun } from './load-run.ts';
import type { Ports, Summary } from './ports.ts';
import { freeAtRest, slotLeft } from './slots.ts';

/** Times that a run is looked at again because something was committed to it meanwhile. */
const attempts = 5;
/** Executions that a run is given by itself after one broke off. */
const mostRecoveries = 3;
const minute = 60_000;
const day = 86_400_000;

/** The next look at a run: what its checkpoints want, and the execution at twice the run's age, between 2 minutes and a day. */
async function nextLook(ports: Ports, { state }: LoadedRun): Promise<string> {
  const now = ports.clock.now();
  const age = now - Date.parse(state.startedAt);
  const looks = [now + Math.min(day, Math.max(2 * minute, age)), Date.parse(state.timeoutAt)];
  for (const record of await ports.runs.checkpointsOf(state.id))
    if (record.status === 'pending') looks.push(Date.parse(record.expiresAt));
  return new Date(Math.max(now + 1_000, Math.min(...looks))).toISOString();
}

/**
 * Begins the next generation of a run whose execution is gone; the third time it stays interrupted until a person resumes it. False
 * when something else was committed meanwhile: look at the run again.
 */
async function recover(ports: Ports, loaded: LoadedRun, why: string): Promise<boolean> {
  const { state, version } = loaded;
  const generation = state.generation + 1;
  const machineArn = version.plans[state.checkpointMode].machineArn;
  if (state.generation > mostRecoveries) {
    if (state.interrupted !== undefined) return true;
    const freed = state.slot !== undefined;
    const { written } = await append(
      ports,
      state,
      'main',
      [{ type: 'RunInterrupted', reason: why }, ...(freed ? [{ type: 'SlotFreed' } as const] : [])],
      {
        changes: [
          ...(freed ? slotLeft(state) : []),
          { type: 'summary', run: state.id, set: { status: 'interrupted' }, dueAt: null },
        ],
      },
    );
    return written.ok;
  }
  const next = { ...state, generation };
  const dueAt = new Date(ports.clock.now() + 2 * minute).toISOString();
  const { written } = await append(
    ports,
    next,
    'main',
    [
      { type: 'RunInterrupted', reason: why },
      { type: 'GenerationStarted', generation, reason: 'recovery' },
    ],
    {
      changes: [{ type: 'summary', run: state.id, set: { status: 'running', generation }, dueAt }],
    },
  );
  if (written.ok) await launchGeneration(ports, state.id, generation, machineArn);
  return written.ok;
}

/** Stands in line for a slot, and sees whether one is free. May be repeated: a run has one place. */
async function standInLine(ports: Ports, { id, pool }: RunState): Promise<void> {
  if (pool === undefined) return;
  await ports.runs.joinLine(pool, id);
  await admitRuns(ports, pool);
}

/** Begins a run that was recorded and has not begun: when its instant has come, and a slot is free. */
async function begin(ports: Ports, loaded: LoadedRun): Promise<void> {
  const { state, version } = loaded;
  const now = ports.clock.now();
  const { id: run, pool } = state;
  const summary = (set: { status: 'pending' | 'scheduled' | 'running'; generation?: number }, dueAt: string) =>
    ({ type: 'summary', run, set, dueAt }) as const;
  const soon = new Date(now + 2 * minute).toISOString();
  if (state.startAt !== undefined && Date.parse(state.startAt) > now)
    return ports.runs.setSummary(summary({ status: 'scheduled' }, state.startAt));
  if (pool === undefined) {
    const { written } = await append(ports, { ...state, generation: 1 }, 'main', [beginning(loaded, now)], {
      changes: [summary({ status: 'running', generation: 1 }, soon)],
    });
    if (written.ok) await launchGeneration(ports, run, 1, version.plans[state.checkpointMode].machineArn);
    return;
  }
  if (state.queued === undefined)
    await append(ports, state, 'main', [{ type: 'RunQueued' }], {
      changes: [{ type: 'join-line', pool, run }, summary({ status: 'pending' }, soon)],
    });
  else await ports.runs.setSummary(summary({ status: 'pending' }, soon));
  await standInLine(ports, state);
}

/** Delivers decisions that have not arrived, and decides expired checkpoints by their policy. True when it did something. */
async function tendCheckpoints(ports: Ports, { state }: LoadedRun): Promise<boolean> {
  const now = new Date(ports.clock.now()).toISOString();
  let did = false;
  for (const record of await ports.runs.checkpointsOf(state.id)) {
    if (record.status === 'decided' && record.delivered !== true && lacksSlot(state)) await standInLine(ports, state);
    else if (record.status === 'decided' && record.delivered !== true) {
      await deliverDecision(ports, record);
      did = true;
    } else if (record.status === 'pending' && record.expiresAt <= now) {
      await decideCheckpoint(ports, {
        checkpoint: record.id,
        action: record.onExpire,
        actor: system,
        auto: 'expired',
        comment: `Nobody decided by ${record.expiresAt}.`,
      });
      did = true;
    }
  }
  return did;
}

/**
 * Looks at one run and does what is missing: a decision not delivered, an expired checkpoint, no execution yet, one that ended
 * without closing the run, the end of its time. Called for status events, which are hints, and by the reconciler.
 */
export async function settleRun(ports: Ports, run: string, attempt = 1): Promise<void> {
  const row = await ports.runs.summary(run);
  // Closed, and nothing of it left to be delivered: the usual end of an execution.
  if (row?.endedAt !== undefined && row.dueAt === undefined) return;
  const loaded = await loadRun(ports, run);
  const { state, version } = loaded;
  if (state.closed !== undefined) {
    await stopClosedRun(ports, loaded);
    return ports.runs.setSummary({
      type: 'summary',
      run,
      set: { status: state.closed.status },
      dueAt: null,
    });
  }
  if (state.generation === 0) return begin(ports, loaded);
  if (await tendCheckpoints(ports, loaded)) return settleRun(ports, run);
  if (state.slot !== undefined) await freeAtRest(ports, run);
  if (Date.parse(state.timeoutAt) <= ports.clock.now())
    return endRun(ports, run, {
      status: 'timed_out',
      reason: `The run did not end by ${state.timeoutAt}.`,
      actor: system,
    });
  const machineArn = version.plans[state.checkpointMode].machineArn;
  const execution = await ports.engine.describeExecution(executionArnOf(machineArn, run, state.generation));
  if (execution === undefined) await launchGeneration(ports, run, state.generation, machineArn);
  else if (execution.status === 'TIMED_OUT')
    return endRun(ports, run, {
      status: 'timed_out',
      reason: 'The execution reached the flow’s limit of duration.',
      actor: system,
    });
  else if (execution.status !== 'RUNNING' && statusOf(state) !== 'blocked') {
    const how = [execution.status, execution.error].filter(Boolean).join(', ');
    if (await recover(ports, loaded, `Its execution ended (${how}) before the run did.`)) return;
    if (attempt < attempts) return settleRun(ports, run, attempt + 1);
    throw new SluiceError('busy', `Too much happened to the run ${run} at once.`, { status: 503, retryable: true });
  }
  await ports.runs.setSummary({
    type: 'summary',
    run,
    set: { status: statusOf(state) },
    dueAt: statusOf(state) === 'blocked' ? null : await nextLook(ports, loaded),
  });
}

/** Visits every run whose time to be looked at has come. One that fails harms only itself; it is told to `onError` and visited again. */
export async function reconcile(
  ports: Ports,
  onError: (run: Summary, error: unknown) => void,
  limit = 200,
): Promise<number> {
  const due = await ports.runs.due(new Date(ports.clock.now()).toISOString(), limit);
  for (const run of due) {
    try {
      await settleRun(ports, run.id);
    } catch (error) {
      onError(run, error);
    }
  }
  return due.length;
}
