import type { CheckpointMode } from '../compile/plan.ts';

/** A JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * A value that may be erased without breaking the chain: the hashed part of the commit holds only `digest`
 * (SHA-256 over salt and canonical JSON); value and salt lie beside it in the item, or in S3 under the run's prefix.
 */
export interface Payload {
  digest: string;
  /** UTF-8 bytes of the canonical JSON. */
  size: number;
}

/** Who did something: a person, the system itself, or a trigger. */
export interface Actor {
  type: 'user' | 'recipient' | 'system' | 'machine';
  id: string;
  name?: string;
  email?: string;
}

/** Why a run began. */
export interface Trigger {
  type: 'manual' | 'api' | 'schedule' | 'webhook' | 'event' | 'chat' | 'flow';
  by: Actor;
  link?: string;
  /** The run whose values were taken over. */
  origin?: string;
  /** True when a person tried the trigger with data of his own. */
  test?: true;
}

/** An error as it is recorded; `type` is stable (for instance `Http.Status`, `Expression.Missing`), `suggestion` says how to mend it. */
export type StepError = {
  type: string;
  message: string;
  suggestion?: string;
  stack?: string;
  details?: Json;
};

export type DecisionAction = 'approve' | 'reject' | 'skip' | 'fail';
/** Statuses of a run that has ended. */
export const closedStatuses = ['completed', 'failed', 'rejected', 'timed_out', 'cancelled'] as const;
export type ClosedStatus = (typeof closedStatuses)[number];
export type Outcome = 'success' | 'partial' | 'no_steps';

/** Everything that can happen to a run, in past tense. Times are ISO 8601 UTC with milliseconds and come from the commit's `at` unless named. */
export type RunEvent =
  | {
      type: 'RunStarted';
      flow: string;
      version: number;
      environment: string;
      mode: 'interactive' | 'background';
      checkpoints: CheckpointMode;
      trigger: Trigger;
      params: Payload;
      /** What the trigger brought: body, headers and query of a delivery. */
      triggerData?: Payload;
      /** The environment's variables as they were at the start. */
      env: Payload;
      context?: Payload;
      /** ISO 8601: when the flow's limit of duration is reached, if it begins at once. */
      timeoutAt: string;
      /** ISO 8601: not before then. */
      startAt?: string;
      /** The pool of slots of a flow with a limit on runs at the same time. */
      pool?: string;
      /** Name of the sandbox profile that steps are executed in. */
      profile?: string;
    }
  /** Waits in the line of its pool. */
  | { type: 'RunQueued' }
  /** Has a slot of its pool: may be at work. */
  | { type: 'SlotTaken'; slot: number }
  /** Waits for a person, or came to rest, and lets others work. */
  | { type: 'SlotFreed' }
  | {
      type: 'GenerationStarted';
      generation: number;
      reason: 'start' | 'recovery' | 'resume' | 'retry';
      /** ISO 8601: of a run that began later than it was started, when its limit of duration is reached. */
      timeoutAt?: string;
    }
  | { type: 'StepStarted'; step: string; attempt: number; epoch: number; deadline?: string; input?: Payload }
  | {
      type: 'StepCompleted';
      step: string;
      output: Payload;
      input?: Payload;
      summary?: string;
      startedAt: string;
      endedAt: string;
      attempt: number;
    }
  | { type: 'AttemptFailed'; step: string; attempt: number; error: StepError; retryAt: string }
  | {
      type: 'StepFailed';
      step: string;
      attempt: number;
      error: StepError;
      startedAt?: string;
      endedAt: string;
      continued: boolean;
    }
  | { type: 'StepSkipped'; step: string; reason: string }
  | { type: 'StepBlocked'; step: string; attempt: number; reason: string }
  | { type: 'WaitStarted'; step: string; until: string }
  | {
      type: 'CheckpointOpened';
      checkpoint: string;
      step: string;
      kind: 'approve' | 'checkpoint';
      message: string;
      to: string[];
      expiresAt: string;
      onExpire: 'reject' | 'approve' | 'skip' | 'fail';
      /** What the person is shown: summary of the step before and the values at stake. */
      evidence: Payload;
    }
  | {
      type: 'CheckpointDecided';
      checkpoint: string;
      step: string;
      action: DecisionAction;
      comment?: string;
      /** Digest of the evidence that was shown. */
      seen: string;
      /** Present when nobody decided and the policy on expiry or on background runs did. */
      auto?: 'expired' | 'auto-approved';
    }
  | { type: 'RunInterrupted'; reason: string }
  | {
      type: 'RunClosed';
      status: ClosedStatus;
      outcome?: Outcome;
      reason?: string;
      error?: StepError & { step?: string };
      output?: Payload;
      /** Head hash of every lane at the close; `main` is this commit's own `prev`. */
      heads: Record<string, string>;
    };

/** One item of a lane; `hash` covers the canonical JSON of everything else in it except payload values. */
export interface Commit {
  run: string;
  lane: string;
  /** From 1, without gaps. */
  seq: number;
  /** ULID: orders the commits of all lanes for readers. */
  id: string;
  generation: number;
  at: string;
  actor: Actor;
  /** Random per attempt to write: tells one's own commit, whose answer was lost, from another's. */
  writer: string;
  events: RunEvent[];
  /** Hash of the commit before it in the lane; '' for the first. */
  prev: string;
  hash: string;
}

/** Values of payloads by digest: as they were added, or as they lie beside a commit, as JSON text or under a key in S3. None once erased. */
export type Payloads = Record<string, { salt: string; value?: Json; json?: string; s3?: string }>;

/** A commit as it was read, with the values beside it. */
export interface StoredCommit {
  commit: Commit;
  payloads: Payloads;
}
