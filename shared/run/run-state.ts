import type { CheckpointMode } from '../compile/plan.ts';
import {
  type Actor,
  type ClosedStatus,
  closedStatuses,
  type DecisionAction,
  type Outcome,
  type Payload,
  type StepError,
  type Trigger,
} from './events.ts';

export type StepStatus =
  | 'pending'
  | 'running'
  | 'awaiting_input'
  | 'complete'
  | 'skipped'
  | 'failed'
  | 'blocked'
  | 'cancelled';

/** A step as its lane tells it. */
export interface StepState {
  id: string;
  status: StepStatus;
  /** Attempts begun. */
  attempt: number;
  /** Part of the idempotency key: rises only when a person retries a failure that was answered. */
  epoch: number;
  startedAt?: string;
  endedAt?: string;
  /** Until then another invocation must not start the step again. */
  deadline?: string;
  retryAt?: string;
  /** When a wait ends. */
  until?: string;
  reason?: string;
  error?: StepError;
  /** True when the failure was one that the flow goes on after. */
  continued?: boolean;
  input?: Payload;
  output?: Payload;
  summary?: string;
  /** True once a person, or the policy, let a gate before the step pass. */
  passed?: boolean;
  /** When the attempt began that is under way, or that it completed with. */
  attemptAt?: string;
  /** Attempts that failed: `at` is when, `retryAt` when the next one was to begin. */
  attempts: { attempt: number; error: StepError; at: string; startedAt?: string; retryAt?: string }[];
}

export interface CheckpointState {
  id: string;
  step: string;
  lane: string;
  kind: 'approve' | 'checkpoint';
  message: string;
  to: string[];
  openedAt: string;
  expiresAt: string;
  onExpire: DecisionAction;
  evidence: Payload;
  decision?: { action: DecisionAction; by: Actor; at: string; comment?: string; auto?: 'expired' | 'auto-approved' };
}

/** The end of a run. */
export interface Closed {
  status: ClosedStatus;
  at: string;
  by: Actor;
  outcome?: Outcome;
  reason?: string;
  error?: StepError & { step?: string };
  output?: Payload;
}

export const runStatuses = [
  'scheduled',
  'pending',
  'running',
  'awaiting_input',
  'blocked',
  'interrupted',
  ...closedStatuses,
] as const;
export type RunStatus = (typeof runStatuses)[number];

/** A run, folded from its commits. */
export interface RunState {
  id: string;
  flow: string;
  version: number;
  environment: string;
  mode: 'interactive' | 'background';
  checkpointMode: CheckpointMode;
  trigger: Trigger;
  params: Payload;
  triggerData?: Payload;
  env: Payload;
  context?: Payload;
  startedAt: string;
  timeoutAt: string;
  startAt?: string;
  /** The pool of slots; absent when the flow has no limit on runs at the same time. */
  pool?: string;
  /** Number of the slot that it holds. */
  slot?: number;
  /** True while it waits in line for the first time. */
  queued?: true;
  profile?: string;
  generation: number;
  interrupted?: string;
  closed?: Closed;
  steps: Map<string, StepState>;
  checkpoints: Map<string, CheckpointState>;
  /** The last commit of each lane that was read. */
  heads: Map<string, { seq: number; hash: string }>;
}

/** Whether a run may not be at work: its flow has a limit on runs at the same time, and it holds no slot. */
export const lacksSlot = ({ pool, slot, closed }: Pick<RunState, 'pool' | 'slot' | 'closed'>): boolean =>
  pool !== undefined && slot === undefined && closed === undefined;

/** The status of a run; while it is open: interrupted, then running, awaiting_input, blocked (DESIGN §5), pending while it waits in line. */
export function statusOf(state: RunState): RunStatus {
  const { closed, interrupted, steps, generation, startAt, queued } = state;
  if (closed !== undefined) return closed.status;
  if (interrupted !== undefined) return 'interrupted';
  if (generation === 0) return startAt !== undefined && queued === undefined ? 'scheduled' : 'pending';
  const of = [...steps.values()].map((step) => step.status);
  if (of.includes('running')) return 'running';
  if (of.includes('awaiting_input')) return 'awaiting_input';
  if (of.includes('blocked')) return 'blocked';
  return lacksSlot(state) ? 'pending' : 'running';
}

/** A step that nothing has happened to yet. */
export const pendingStep = (id: string): StepState => ({ id, status: 'pending', attempt: 0, epoch: 1, attempts: [] });

/** The state of a step, pending when its lane does not know it. */
export const stepOf = (state: RunState, id: string): StepState => state.steps.get(id) ?? pendingStep(id);

/** Whether nothing more will happen to a step by itself. */
export const hasEnded = ({ status }: StepState): boolean =>
  status === 'complete' || status === 'skipped' || status === 'failed' || status === 'cancelled';
