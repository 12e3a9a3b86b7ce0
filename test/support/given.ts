import type { Actor, Commit, RunEvent } from '../../shared/run/events.ts';
import { foldRun } from '../../shared/run/fold.ts';
import { nextCommit } from '../../shared/run/make-commit.ts';
import type { RunState } from '../../shared/run/run-state.ts';

export const ada: Actor = { type: 'user', id: 'ada', name: 'Ada' };
export const payload = { digest: 'd', size: 1 };

export const started: RunEvent = {
  type: 'RunStarted',
  flow: 'f',
  version: 1,
  environment: 'sandbox',
  mode: 'interactive',
  checkpoints: 'template',
  trigger: { type: 'api', by: ada },
  params: payload,
  env: payload,
  timeoutAt: '2026-02-01T00:00:00.000Z',
};
export const generation = (number: number): RunEvent => ({
  type: 'GenerationStarted',
  generation: number,
  reason: 'start',
});
export const completed = (step: string): RunEvent => ({
  type: 'StepCompleted',
  step,
  output: payload,
  startedAt: at(0),
  endedAt: at(1),
  attempt: 1,
});
export const failed = (step: string, continued = false): RunEvent => ({
  type: 'StepFailed',
  step,
  attempt: 1,
  error: { type: 'E', message: 'm' },
  endedAt: at(1),
  continued,
});
export const skipped = (step: string): RunEvent => ({ type: 'StepSkipped', step, reason: 'r' });

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();

/** Commits of a run, one per list of events; a pair names the lane. */
export function commitsOf(...commits: (RunEvent[] | [lane: string, events: RunEvent[]])[]): Commit[] {
  const made: Commit[] = [];
  for (const [index, each] of commits.entries()) {
    const [lane, events] = typeof each[0] === 'string' ? (each as [string, RunEvent[]]) : ['main', each as RunEvent[]];
    made.push(
      nextCommit(foldRun('R', made), lane, events, {
        id: String(index).padStart(26, '0'),
        at: at(index),
        writer: `w${index}`,
        actor: ada,
      }),
    );
  }
  return made;
}

/** The state of a run to which these commits happened. */
export const given = (...commits: Parameters<typeof commitsOf>): RunState => foldRun('R', commitsOf(...commits));
