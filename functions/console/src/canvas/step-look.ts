import type { Signal } from '../ui/status.ts';

/** What a step shows on the canvas. */
export interface StepLook {
  signal: Signal;
  /** The state in a word, for those who do not see the ring. */
  word: string;
  /** A line below the title: how long it took, why it was skipped, what it is doing. */
  caption?: string;
  /** Since when it goes on, in milliseconds of this browser's clock: shown after the caption, and ticks. */
  since?: number;
  /** What a comparison found. */
  change?: 'added' | 'removed' | 'changed';
}

export const sameLook = (one: StepLook, other: StepLook): boolean =>
  one.signal === other.signal &&
  one.word === other.word &&
  one.caption === other.caption &&
  one.since === other.since &&
  one.change === other.change;
