import {
  Ban,
  Check,
  CircleDashed,
  Clock,
  FastForward,
  Hand,
  Hourglass,
  type LucideIcon,
  Pause,
  Play,
  TriangleAlert,
  X,
  Zap,
} from 'lucide-react';
import type { RunRow, StepView } from '../api/types.ts';

/** The states that colour, shape and icon can mean (CONSOLE.md §4). */
export type Signal =
  | 'pending'
  | 'running'
  | 'awaiting'
  | 'complete'
  | 'failed'
  | 'refused'
  | 'skipped'
  | 'cancelled'
  | 'rejected'
  | 'blocked'
  | 'interrupted'
  | 'timeout'
  | 'partial';

export const signalIcons: Record<Signal, LucideIcon> = {
  pending: CircleDashed,
  running: Play,
  awaiting: Pause,
  complete: Check,
  failed: X,
  refused: TriangleAlert,
  skipped: FastForward,
  cancelled: Ban,
  rejected: Hand,
  blocked: Hourglass,
  interrupted: Zap,
  timeout: Clock,
  partial: Check,
};

/** How a run looks, and what it is called. */
export function runSignal({ status, outcome }: Pick<RunRow, 'status' | 'outcome'>): { signal: Signal; word: string } {
  switch (status) {
    case 'scheduled':
      return { signal: 'pending', word: 'Scheduled' };
    case 'pending':
      return { signal: 'pending', word: 'In line' };
    case 'running':
      return { signal: 'running', word: 'Running' };
    case 'awaiting_input':
      return { signal: 'awaiting', word: 'Awaiting input' };
    case 'blocked':
      return { signal: 'blocked', word: 'Blocked' };
    case 'interrupted':
      return { signal: 'interrupted', word: 'Interrupted' };
    case 'failed':
      return { signal: 'failed', word: 'Failed' };
    case 'rejected':
      return { signal: 'rejected', word: 'Rejected' };
    case 'timed_out':
      return { signal: 'timeout', word: 'Timed out' };
    case 'cancelled':
      return { signal: 'cancelled', word: 'Cancelled' };
    case 'completed':
      if (outcome === 'partial') return { signal: 'partial', word: 'Completed in part' };
      return { signal: 'complete', word: outcome === 'no_steps' ? 'Nothing to do' : 'Completed' };
  }
}

const stepSignals: Record<StepView['status'], { signal: Signal; word: string }> = {
  pending: { signal: 'pending', word: 'Pending' },
  running: { signal: 'running', word: 'Running' },
  awaiting_input: { signal: 'awaiting', word: 'Awaiting input' },
  complete: { signal: 'complete', word: 'Complete' },
  skipped: { signal: 'skipped', word: 'Skipped' },
  failed: { signal: 'failed', word: 'Failed' },
  blocked: { signal: 'blocked', word: 'Blocked' },
  cancelled: { signal: 'cancelled', word: 'Cancelled' },
};

export const stepSignal = (status: StepView['status']) => stepSignals[status];
