/** What the API answers, as far as pages read it (`/v1/openapi.json`). */
export type RunStatus =
  | 'scheduled'
  | 'pending'
  | 'running'
  | 'awaiting_input'
  | 'blocked'
  | 'interrupted'
  | 'completed'
  | 'failed'
  | 'rejected'
  | 'timed_out'
  | 'cancelled';

export type StepStatus =
  | 'pending'
  | 'running'
  | 'awaiting_input'
  | 'complete'
  | 'skipped'
  | 'failed'
  | 'blocked'
  | 'cancelled';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export interface Actor {
  type: 'user' | 'recipient' | 'system' | 'machine';
  id: string;
  name?: string;
  email?: string;
}

export interface Trigger {
  type: 'manual' | 'api' | 'schedule' | 'webhook' | 'event' | 'chat' | 'flow';
  by: Actor;
  link?: string;
  origin?: string;
  test?: true;
}

export interface Page<T> {
  items: T[];
  cursor?: string;
}

/** A row of the list of runs. */
export interface RunRow {
  id: string;
  flow: string;
  title: string;
  version: number;
  environment: string;
  type: 'flow' | 'guide';
  status: RunStatus;
  outcome?: 'success' | 'partial' | 'no_steps';
  phase?: string;
  trigger: Trigger;
  startedAt: string;
  /** When a run begins that was to begin later. */
  startAt?: string;
  endedAt?: string;
}

export interface StepError {
  type: string;
  message: string;
  suggestion?: string;
  stack?: string;
  details?: Json;
}

export interface StepView {
  path: string;
  kind: string;
  title: string;
  status: StepStatus;
  reason?: string;
  startedAt?: string;
  endedAt?: string;
  attempt: number;
  summary?: string;
  error?: StepError;
  /** When the attempt began that is under way, or that it completed with. */
  attemptAt?: string;
  /** Attempts that failed, and when the next one was to begin. */
  attempts?: { attempt: number; error: StepError; at: string; startedAt?: string; retryAt?: string }[];
  /** When the next attempt begins. */
  retryAt?: string;
  /** When a wait ends. */
  until?: string;
  /** Until when the attempt may take; after it the step may be begun again. */
  deadline?: string;
}

export interface Decision {
  action: 'approve' | 'reject' | 'skip' | 'fail';
  by: Actor;
  at: string;
  comment?: string;
  auto?: 'expired' | 'auto-approved';
}

export interface CheckpointView {
  id: string;
  step: string;
  kind: 'approve' | 'checkpoint';
  status: 'pending' | 'decided' | 'cancelled';
  message: string;
  to: string[];
  openedAt: string;
  expiresAt: string;
  decision?: Decision;
}

/** The drawing of a flow. With a `width` positions are pixels of the medallion's upper left corner; without it columns and rows. */
export interface Graph {
  nodes: { path: string; kind: string; title: string; x: number; y: number }[];
  /** An edge that passes other columns goes through `via`. */
  edges: { from: string; to: string; via?: { x: number; y: number }[] }[];
  width?: number;
  height?: number;
}

export type Verb = 'cancel' | 'decide' | 'again';

/** A run that another one was made from, or that was made from it. */
export interface RunLink {
  id: string;
  status: RunStatus;
  startedAt: string;
}

export interface RunView extends RunRow {
  origin?: RunLink;
  again?: RunLink[];
  mode: 'interactive' | 'background';
  checkpointMode: 'template' | 'every' | 'none';
  generation: number;
  reason?: string;
  error?: StepError & { step?: string };
  startAt?: string;
  profile?: string;
  place?: number;
  /** When the limit on the run's duration is reached. */
  timeoutAt?: string;
  durationMs: number;
  waitingMs: number;
  chain: string[];
  params: Json;
  context?: Json;
  variables?: Json;
  output?: Json;
  graph: Graph;
  steps: StepView[];
  checkpoints: CheckpointView[];
  actions: Verb[];
}

export interface StepDetail extends StepView {
  input?: Json;
  output?: Json;
  attempts: { attempt: number; error: StepError; at: string }[];
}

export interface FlowRow {
  id: string;
  title: string;
  latest: number;
  environments: Record<string, number>;
  off?: { by: Actor; at: string };
  updatedAt: string;
}

/** Whether anything of a run can still happen by itself or by a person. */
export const isLive = (status: RunStatus): boolean =>
  !['completed', 'failed', 'rejected', 'timed_out', 'cancelled'].includes(status);
