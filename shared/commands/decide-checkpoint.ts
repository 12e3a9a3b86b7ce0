import { SluiceError } from '../errors/sluice-error.ts';
import type { Actor, DecisionAction, RunEvent } from '../run/events.ts';
import { applyEvents } from '../run/fold.ts';
import { lacksSlot, type RunState, statusOf } from '../run/run-state.ts';
import { append, PayloadBag } from './append.ts';
import { endRun } from './end-run.ts';
import { loadRun } from './load-run.ts';
import type { Change, CheckpointRecord, Ports } from './ports.ts';

export interface Decide {
  checkpoint: string;
  action: DecisionAction;
  comment?: string;
  actor: Actor;
  /** Digest of the evidence that was shown; the one that is stored when the caller does not say. */
  seen?: string;
  auto?: 'expired' | 'auto-approved';
}

/** Times that a decision folds again because something else was committed to its lane meanwhile. */
const attempts = 8;

const past: Record<DecisionAction, string> = {
  approve: 'approved',
  reject: 'rejected',
  skip: 'skipped',
  fail: 'failed',
};

export const checkpointNotFound = (id: string): SluiceError =>
  new SluiceError('checkpoint-not-found', `There is no checkpoint ${id}.`, { status: 404 });

/** The refusal of a second decision: says who decided and when. */
export function alreadyDecided({ decision, status }: CheckpointRecord): SluiceError {
  if (decision === undefined)
    return new SluiceError('checkpoint-closed', `This checkpoint is ${status}: its run has ended.`, { status: 409 });
  const who =
    decision.auto === 'expired' ? 'the policy on expiry' : (decision.by.name ?? decision.by.email ?? decision.by.id);
  return new SluiceError('checkpoint-decided', `This was ${past[decision.action]} by ${who} at ${decision.at}.`, {
    status: 409,
    details: { decision },
  });
}

/** What a decision does to its step, beside being recorded. */
function consequences(
  record: CheckpointRecord,
  { action, comment, actor }: Decide,
  bag: PayloadBag,
  at: string,
): RunEvent[] {
  const { step, openedAt } = record;
  if (action === 'skip')
    return [
      {
        type: 'StepSkipped',
        step,
        reason: `skipped by ${actor.name ?? actor.id}${comment === undefined ? '' : `: ${comment}`}`,
      },
    ];
  if (action === 'fail')
    return [
      {
        type: 'StepFailed',
        step,
        attempt: 1,
        error: { type: 'Checkpoint.Expired', message: 'Nobody decided in time.' },
        endedAt: at,
        continued: false,
      },
    ];
  if (action === 'approve' && record.kind === 'approve') {
    const output = bag.add({ action, by: actor.email ?? actor.id, at, ...(comment === undefined ? {} : { comment }) });
    return [
      {
        type: 'StepCompleted',
        step,
        output,
        summary: `approved by ${actor.name ?? actor.id}`,
        startedAt: openedAt,
        endedAt: at,
        attempt: 1,
      },
    ];
  }
  return [];
}

/** What a decision means for the slot of its run: it keeps the one that it has, or stands in line for one. A rejection needs none. */
function slotFor({ id: run, pool, slot }: RunState, action: DecisionAction, mark: string): Change[] {
  if (pool === undefined || action === 'reject') return [];
  return [slot === undefined ? { type: 'join-line', pool, run } : { type: 'keep-slot', pool, slot, run, mark }];
}

/**
 * Decides a checkpoint, once: one transaction on the condition that it is pending and not expired. What follows (the task token's
 * answer, the end of a rejected run) may be repeated and is repeated by the reconciler.
 * Throws `checkpoint-not-found`, `checkpoint-decided` with who and when, `checkpoint-expired`.
 */
export async function decideCheckpoint(ports: Ports, decide: Decide): Promise<CheckpointRecord> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const record = await ports.runs.checkpoint(decide.checkpoint);
    if (record === undefined) throw checkpointNotFound(decide.checkpoint);
    if (record.status !== 'pending') throw alreadyDecided(record);
    const at = new Date(ports.clock.now()).toISOString();
    if (decide.auto === undefined && record.expiresAt <= at)
      throw new SluiceError('checkpoint-expired', `This checkpoint expired at ${record.expiresAt}.`, { status: 409 });
    const { state } = await loadRun(ports, record.run);
    if (state.closed !== undefined) throw alreadyDecided({ ...record, status: 'cancelled' });
    const bag = new PayloadBag();
    const { action, comment, auto, actor } = decide;
    const noted = { ...(comment === undefined ? {} : { comment }), ...(auto === undefined ? {} : { auto }) };
    const decided: RunEvent = {
      type: 'CheckpointDecided',
      checkpoint: record.id,
      step: record.step,
      action,
      seen: decide.seen ?? record.evidence.digest,
      ...noted,
    };
    const events = [decided, ...consequences(record, decide, bag, at)];
    const after: CheckpointRecord = { ...record, status: 'decided', decision: { action, by: actor, at, ...noted } };
    applyEvents(state, events, { at, actor, lane: record.lane });
    const { written } = await append(ports, state, record.lane, events, {
      actor,
      bag,
      changes: [
        ...slotFor(state, action, ports.ids.random()),
        { type: 'decide', checkpoint: after, now: at, requireOpen: auto === undefined },
        {
          type: 'summary',
          run: record.run,
          set: { status: statusOf(state) },
          dueAt: new Date(ports.clock.now() + 60_000).toISOString(),
        },
      ],
    });
    if (written.ok) {
      // A run without a slot stands in line now: the decision is delivered once it has one.
      if (action === 'reject' || !lacksSlot(state)) await deliverDecision(ports, after);
      return after;
    }
    if (written.because === 'checkpoint' && written.checkpoint !== undefined && written.checkpoint.status !== 'pending')
      throw alreadyDecided(written.checkpoint);
  }
  throw new SluiceError('busy', 'Too much happened to this run at once. Decide again.', {
    status: 503,
    retryable: true,
  });
}

/** Tells the engine of a decision. Safe to repeat; a token that is gone means that the run went on without it. */
export async function deliverDecision(ports: Ports, record: CheckpointRecord): Promise<void> {
  const { decision } = record;
  if (decision === undefined) return;
  if (decision.action === 'reject') {
    await endRun(ports, record.run, {
      status: 'rejected',
      reason:
        decision.comment ?? (decision.auto === 'expired' ? 'Nobody decided in time.' : 'Rejected without a comment.'),
      actor: decision.by,
    });
  } else {
    // Read after the decision was written: another generation may have entered the gate meanwhile, with a token of its own.
    const { taskToken } = (await ports.runs.checkpoint(record.id)) ?? record;
    await ports.engine.sendTaskSuccess(taskToken, {});
  }
  await ports.runs.setCheckpoint(record.id, { delivered: true });
}
