import { defined } from '../flow/defined.ts';
import type { Flow, Step } from '../flow/flow.ts';
import { actionsOf, type Caller } from '../run/actions.ts';
import type { StepError } from '../run/events.ts';
import {
  type CheckpointState,
  type RunState,
  type StepState,
  type StepStatus,
  statusOf,
  stepOf,
} from '../run/run-state.ts';
import type { FlowGraph } from './flow-graph.ts';
import { durationUntil } from './run-row.ts';
import { type StepTimes, stepTimes, unionMs } from './step-times.ts';

/** A step as a screen needs it. Instants are ISO 8601 UTC, sizes UTF-8 bytes of JSON; members that do not apply are absent. */
export interface StepView extends Partial<StepTimes> {
  path: string;
  kind: Step['kind'];
  title: string;
  phase?: string;
  status: StepStatus;
  /** Attempts begun. */
  attempt: number;
  /** Attempts that failed. */
  attempts: StepState['attempts'];
  reason?: string;
  startedAt?: string;
  endedAt?: string;
  /** When the attempt began that is under way, or that it completed with. */
  attemptAt?: string;
  /** When the next attempt begins. */
  retryAt?: string;
  /** When a wait ends. */
  until?: string;
  /** Until then the attempt under way may take; afterwards it may be begun again. */
  deadline?: string;
  inputBytes?: number;
  outputBytes?: number;
  summary?: string;
  error?: StepError;
}

/** A checkpoint of a run, without what it shows (`GET /v1/checkpoints/{id}` has that). */
export interface RunCheckpoint
  extends Pick<
    CheckpointState,
    'id' | 'step' | 'kind' | 'message' | 'to' | 'openedAt' | 'expiresAt' | 'onExpire' | 'decision'
  > {
  status: 'pending' | 'decided' | 'cancelled';
}

/** Milliseconds that the run waited for people: the time in which at least one checkpoint was open. */
const waitingMs = (state: RunState, now: string): number =>
  unionMs(
    [...state.checkpoints.values()].map(({ openedAt, decision }) => [
      openedAt,
      decision?.at ?? state.closed?.at ?? now,
    ]),
  );

function viewStep(state: RunState, step: Step, now: string): StepView {
  const known = stepOf(state, step.id);
  const { status, reason, startedAt, endedAt, attempt, attempts, attemptAt, retryAt, until, summary, error } = known;
  const deadline = status === 'running' ? known.deadline : undefined;
  const checkpoints = [...state.checkpoints.values()].filter((each) => each.step === step.id);
  const times = stepTimes(known, { kind: step.kind, checkpoints, now: state.closed?.at ?? now });
  return {
    path: step.id,
    kind: step.kind,
    title: step.title ?? step.id,
    status,
    attempt,
    attempts,
    ...times,
    ...defined({
      phase: step.phase,
      reason,
      startedAt,
      endedAt,
      attemptAt,
      retryAt,
      until,
      deadline,
      inputBytes: known.input?.size,
      outputBytes: known.output?.size,
      summary,
      error,
    }),
  };
}

function viewCheckpoint(state: RunState, checkpoint: CheckpointState): RunCheckpoint {
  const { id, step, kind, message, to, openedAt, expiresAt, onExpire, decision } = checkpoint;
  const status = decision !== undefined ? 'decided' : state.closed === undefined ? 'pending' : 'cancelled';
  return { id, step, kind, status, message, to, openedAt, expiresAt, onExpire, ...defined({ decision }) };
}

/** A run as a screen needs it, without its values. */
export type RunView = ReturnType<typeof viewRun>;

/** A run as `GET /v1/runs/{run}` answers it: everything a screen needs but the values, which the caller adds. */
export function viewRun(
  state: RunState,
  { flow, graph }: { flow: Flow; graph: FlowGraph },
  caller: Caller,
  now: string,
) {
  const { closed } = state;
  const reason = closed === undefined ? state.interrupted : closed.reason;
  const current = flow.steps.findLast((step) => ['running', 'awaiting_input'].includes(stepOf(state, step.id).status));
  return {
    id: state.id,
    flow: state.flow,
    title: flow.title,
    version: state.version,
    environment: state.environment,
    type: flow.type,
    status: statusOf(state),
    ...(closed?.outcome === undefined ? {} : { outcome: closed.outcome }),
    ...(reason === undefined ? {} : { reason }),
    ...(closed?.error === undefined ? {} : { error: closed.error }),
    ...(current?.phase === undefined ? {} : { phase: current.phase }),
    mode: state.mode,
    checkpointMode: state.checkpointMode,
    generation: state.generation,
    trigger: state.trigger,
    ...(state.startAt === undefined ? {} : { startAt: state.startAt }),
    ...(state.profile === undefined ? {} : { profile: state.profile }),
    startedAt: state.startedAt,
    ...(closed === undefined ? {} : { endedAt: closed.at }),
    durationMs: durationUntil(state, closed?.at ?? now),
    waitingMs: waitingMs(state, now),
    graph,
    steps: flow.steps.map((step) => viewStep(state, step, now)),
    checkpoints: [...state.checkpoints.values()].map((checkpoint) => viewCheckpoint(state, checkpoint)),
    actions: actionsOf(state, caller),
  };
}
