import type { Commit, RunEvent } from '../../api/run-events.ts';
import type { StepStatus } from '../../api/types.ts';
import { duration } from '../../ui/duration.ts';

/** What an event did to the state of a step or of the run. */
export interface Change {
  before: string;
  after: string;
}

/** A line of the log: what happened in words, to which step, and what was otherwise before. */
export interface Line {
  key: string;
  at: string;
  actor: Commit['actor'];
  text: string;
  step?: string;
  change?: Change;
  /** What was said about it: a comment, a reason, an error. */
  words?: string;
}

const stepWords: Record<StepStatus, string> = {
  pending: 'Pending',
  running: 'Running',
  awaiting_input: 'Awaiting input',
  complete: 'Complete',
  skipped: 'Skipped',
  failed: 'Failed',
  blocked: 'Blocked',
  cancelled: 'Cancelled',
};

const after: Partial<Record<RunEvent['type'], StepStatus>> = {
  StepStarted: 'running',
  StepCompleted: 'complete',
  StepFailed: 'failed',
  StepSkipped: 'skipped',
  StepBlocked: 'blocked',
  WaitStarted: 'running',
  CheckpointOpened: 'awaiting_input',
};

const decisions = { approve: 'approved', reject: 'rejected', skip: 'skipped', fail: 'failed' } as const;
const modes: Record<string, string> = { every: ', with a checkpoint before every step', none: ', without checkpoints' };
const generations = {
  start: 'The run began',
  recovery: 'The run was begun again: the engine had lost it',
  resume: 'The run was resumed',
  retry: 'The run was begun again',
} as const;

/** An event in words; `name` is what a step is called. */
export function wordsOf(event: RunEvent, name: (step: string) => string): { text: string; words?: string | undefined } {
  switch (event.type) {
    case 'RunStarted':
      return {
        text: `A run of version ${event.version} was asked for in ${event.environment}${modes[event.checkpoints] ?? ''}${event.startAt === undefined ? '' : ', to begin later'}`,
      };
    case 'RunQueued':
      return { text: 'The run stood in line' };
    case 'SlotTaken':
      return { text: `The run took its turn (slot ${event.slot})` };
    case 'SlotFreed':
      return { text: 'The run let others take their turn' };
    case 'GenerationStarted':
      return { text: generations[event.reason] };
    case 'StepStarted':
      return { text: `${name(event.step)} began${event.attempt > 1 ? `, attempt ${event.attempt}` : ''}` };
    case 'StepCompleted':
      return {
        text: `${name(event.step)} completed in ${duration(Date.parse(event.endedAt) - Date.parse(event.startedAt))}${event.attempt > 1 ? `, with attempt ${event.attempt}` : ''}`,
      };
    case 'AttemptFailed':
      return {
        text: `Attempt ${event.attempt} of ${name(event.step)} failed; the next one begins later`,
        words: event.error.message,
      };
    case 'StepFailed':
      return {
        text: `${name(event.step)} failed${event.continued ? '; the flow goes on' : ''}`,
        words: event.error.message,
      };
    case 'StepSkipped':
      return { text: `${name(event.step)} was skipped`, words: event.reason };
    case 'StepBlocked':
      return { text: `${name(event.step)} is blocked`, words: event.reason };
    case 'WaitStarted':
      return { text: `${name(event.step)} waits` };
    case 'CheckpointOpened':
      return { text: `${event.to.join(', ')} asked to decide ${name(event.step)}`, words: event.message };
    case 'CheckpointDecided':
      return {
        text: `${name(event.step)} was ${decisions[event.action]}${event.auto === 'expired' ? ': nobody had decided in time' : event.auto === 'auto-approved' ? ' by the flow itself' : ''}`,
        words: event.comment,
      };
    case 'RunInterrupted':
      return { text: 'The engine lost the run', words: event.reason };
    case 'RunClosed':
      return {
        text: `The run ended: ${event.status.replace('_', ' ')}${event.outcome === 'partial' ? ' in part' : event.outcome === 'no_steps' ? ', nothing to do' : ''}`,
        words: event.error?.message ?? event.reason,
      };
  }
}

/** The log of a run, line by line, in the order in which it happened; states are told from what came before. */
export function linesOf(commits: readonly Commit[], name: (step: string) => string): Line[] {
  const states = new Map<string, StepStatus>();
  return commits.flatMap(({ id, at, actor, events }) =>
    events.map((event, index): Line => {
      const { text, words } = wordsOf(event, name);
      const step = 'step' in event ? event.step : undefined;
      const next = after[event.type];
      let change: Change | undefined;
      if (step !== undefined && next !== undefined) {
        const before = states.get(step) ?? 'pending';
        states.set(step, next);
        if (before !== next) change = { before: stepWords[before], after: stepWords[next] };
      }
      return {
        key: `${id} ${index}`,
        at,
        actor,
        text,
        ...(step === undefined ? {} : { step }),
        ...(words === undefined ? {} : { words }),
        ...(change === undefined ? {} : { change }),
      };
    }),
  );
}
