import type { RunView } from '../../api/types.ts';
import type { runTabs } from '../../app/searches.ts';

export type Tab = (typeof runTabs)[number];

/** What every part of the page is given. */
export interface Shown {
  run: RunView;
  /** When the run was fetched, in milliseconds of this browser's clock. */
  fetchedAt: number;
  /** Milliseconds by which this browser's clock is ahead of the server's. */
  skew: number;
  choose: (path: string | undefined) => void;
}
