import type { Commit, RunEvent } from './events.ts';
import { type CheckpointState, pendingStep, type RunState, type StepState } from './run-state.ts';

type Of<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;

/** What an event is told by its commit. */
type Where = Pick<Commit, 'at' | 'actor' | 'lane'>;

/** One step of the fold: what an event changes. */
type Evolve<T extends RunEvent['type']> = (state: RunState, event: Of<T>, where: Where) => void;

function change(state: RunState, id: string, changed: Partial<StepState>): void {
  state.steps.set(id, { ...(state.steps.get(id) ?? pendingStep(id)), ...changed });
}

/** The step without what belonged to an attempt that is over. */
function settled(state: RunState, id: string): StepState {
  const {
    deadline: _deadline,
    retryAt: _retryAt,
    attemptAt: _attemptAt,
    endedAt: _endedAt,
    ...rest
  } = state.steps.get(id) ?? pendingStep(id);
  return rest;
}

/** When the attempt that has just failed began, if that is known. */
function begun(state: RunState, id: string): { startedAt?: string } {
  const at = state.steps.get(id)?.attemptAt;
  return at === undefined ? {} : { startedAt: at };
}

const evolve: { [T in RunEvent['type']]: Evolve<T> } = {
  RunStarted: (state, { type: _type, mode, checkpoints, ...event }, commit) =>
    Object.assign(state, event, { mode, checkpointMode: checkpoints, startedAt: commit.at }),
  RunQueued(state) {
    state.queued = true;
  },
  SlotTaken(state, { slot }) {
    state.slot = slot;
    delete state.queued;
  },
  SlotFreed(state) {
    delete state.slot;
  },
  GenerationStarted(state, { generation, timeoutAt }) {
    state.generation = Math.max(state.generation, generation);
    state.timeoutAt = timeoutAt ?? state.timeoutAt;
    delete state.queued;
    delete state.interrupted;
  },
  StepStarted(state, { step, attempt, epoch, deadline, input }, { at }) {
    const startedAt = state.steps.get(step)?.startedAt ?? at;
    state.steps.set(step, {
      ...settled(state, step),
      status: 'running',
      attempt,
      epoch,
      startedAt,
      attemptAt: at,
      ...(deadline === undefined ? {} : { deadline }),
      ...(input === undefined ? {} : { input }),
    });
  },
  StepCompleted(state, { step, output, input, summary, startedAt, endedAt, attempt }) {
    const before = settled(state, step);
    state.steps.set(step, {
      ...before,
      status: 'complete',
      attempt,
      startedAt: before.startedAt ?? startedAt,
      attemptAt: startedAt,
      endedAt,
      output,
      ...(input === undefined ? {} : { input }),
      ...(summary === undefined ? {} : { summary }),
    });
  },
  AttemptFailed(state, { step, attempt, error, retryAt }, { at }) {
    const before = settled(state, step);
    state.steps.set(step, {
      ...before,
      status: 'running',
      attempt,
      retryAt,
      error,
      attempts: [...before.attempts, { attempt, error, at, ...begun(state, step), retryAt }],
    });
  },
  StepFailed(state, { step, attempt, error, startedAt, endedAt, continued }, { at }) {
    const before = settled(state, step);
    state.steps.set(step, {
      ...before,
      status: 'failed',
      attempt,
      error,
      endedAt,
      continued,
      attempts: [...before.attempts, { attempt, error, at, ...begun(state, step) }],
      ...(startedAt === undefined || before.startedAt !== undefined ? {} : { startedAt }),
    });
  },
  StepSkipped: (state, { step, reason }, { at }) => change(state, step, { status: 'skipped', reason, endedAt: at }),
  StepBlocked: (state, { step, reason }, { at }) =>
    state.steps.set(step, { ...settled(state, step), status: 'blocked', reason, endedAt: at }),
  WaitStarted: (state, { step, until }, { at }) =>
    change(state, step, { status: 'running', attempt: 1, startedAt: at, until }),
  CheckpointOpened(state, { type: _type, checkpoint, ...event }, { at, lane }) {
    const opened: CheckpointState = { id: checkpoint, lane, openedAt: at, ...event };
    state.checkpoints.set(checkpoint, opened);
    change(state, event.step, { status: 'awaiting_input', startedAt: at });
  },
  CheckpointDecided(state, { checkpoint, step, action, comment, auto }, { at, actor }) {
    const opened = state.checkpoints.get(checkpoint);
    if (opened === undefined) return;
    state.checkpoints.set(checkpoint, {
      ...opened,
      decision: {
        action,
        by: actor,
        at,
        ...(comment === undefined ? {} : { comment }),
        ...(auto === undefined ? {} : { auto }),
      },
    });
    // A gate before a step lets it begin; an `approve` step gets its own StepCompleted, StepSkipped or StepFailed in the same commit.
    if (opened.kind === 'checkpoint' && action === 'approve') change(state, step, { status: 'pending', passed: true });
  },
  RunInterrupted(state, { reason }) {
    state.interrupted = reason;
  },
  RunClosed(state, { type: _type, heads: _heads, ...event }, { at, actor }) {
    state.closed ??= { ...event, at, by: actor };
    delete state.slot;
    for (const step of state.steps.values()) {
      if (step.status === 'running' || step.status === 'awaiting_input' || step.status === 'blocked')
        state.steps.set(step.id, { ...step, status: 'cancelled' });
    }
  },
};

/** The state of a run before its first commit. */
function emptyRun(id: string): RunState {
  return {
    id,
    generation: 0,
    steps: new Map(),
    checkpoints: new Map(),
    heads: new Map(),
  } as Partial<RunState> as RunState;
}

/** Shows the effect of events on a state, in place: of a commit that was read, or of one that is about to be written. */
export function applyEvents(state: RunState, events: readonly RunEvent[], where: Where): void {
  for (const event of events) (evolve[event.type] as Evolve<RunEvent['type']>)(state, event, where);
}

/**
 * The state of a run: a pure fold over commits, of all lanes or of those that a unit reads. Lanes are independent, so commits
 * are taken by their ULID, and inside a lane by `seq`.
 */
export function foldRun(id: string, commits: readonly Commit[]): RunState {
  const state = emptyRun(id);
  for (const commit of commits.toSorted((a, b) => (a.lane === b.lane ? a.seq - b.seq : a.id < b.id ? -1 : 1))) {
    applyEvents(state, commit.events, commit);
    const head = state.heads.get(commit.lane);
    if (head === undefined || head.seq < commit.seq)
      state.heads.set(commit.lane, { seq: commit.seq, hash: commit.hash });
  }
  return state;
}
