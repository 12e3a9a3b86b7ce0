import type { RunView, StepView } from '../../api/types.ts';
import { type Signal, stepSignal } from '../../ui/status.ts';

/** How a step stands in its run: a rejection that ended the run, and steps that it never came to, are called what they are. */
export function standingOf(
  step: StepView,
  { checkpoints, endedAt }: Pick<RunView, 'checkpoints' | 'endedAt'>,
): { signal: Signal; word: string } {
  const rejected = checkpoints.some(
    (checkpoint) => checkpoint.step === step.path && checkpoint.decision?.action === 'reject',
  );
  if (rejected && step.status === 'cancelled') return { signal: 'rejected', word: 'Rejected' };
  if (endedAt !== undefined && step.status === 'pending') return { signal: 'pending', word: 'Not reached' };
  return stepSignal(step.status);
}
