import type { Actor, Decision, StepError, Trigger } from './types.ts';

/** What happened to a run, as far as it is told in words. */
export type RunEvent =
  | {
      type: 'RunStarted';
      version: number;
      environment: string;
      mode: string;
      checkpoints: string;
      trigger: Trigger;
      startAt?: string;
      profile?: string;
    }
  | { type: 'RunQueued' }
  | { type: 'SlotTaken'; slot: number }
  | { type: 'SlotFreed' }
  | { type: 'GenerationStarted'; generation: number; reason: 'start' | 'recovery' | 'resume' | 'retry' }
  | { type: 'StepStarted'; step: string; attempt: number; deadline?: string }
  | { type: 'StepCompleted'; step: string; summary?: string; startedAt: string; endedAt: string; attempt: number }
  | { type: 'AttemptFailed'; step: string; attempt: number; error: StepError; retryAt: string }
  | { type: 'StepFailed'; step: string; attempt: number; error: StepError; continued: boolean }
  | { type: 'StepSkipped'; step: string; reason: string }
  | { type: 'StepBlocked'; step: string; reason: string }
  | { type: 'WaitStarted'; step: string; until: string }
  | {
      type: 'CheckpointOpened';
      checkpoint: string;
      step: string;
      kind: 'approve' | 'checkpoint';
      message: string;
      to: string[];
      expiresAt: string;
    }
  | {
      type: 'CheckpointDecided';
      checkpoint: string;
      step: string;
      action: Decision['action'];
      comment?: string;
      auto?: Decision['auto'];
    }
  | { type: 'RunInterrupted'; reason: string }
  | { type: 'RunClosed'; status: string; outcome?: string; reason?: string; error?: StepError & { step?: string } };

/** What was written at once: who did it, when, and what happened. Lanes are numbered without gaps. */
export interface Commit {
  id: string;
  lane: string;
  seq: number;
  generation: number;
  at: string;
  actor: Actor;
  events: RunEvent[];
}
