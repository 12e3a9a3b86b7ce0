import { useEffect, useState } from 'react';
import type { RunView } from '../../api/types.ts';
import { useNow } from '../../ui/time.tsx';

/** Answers take a while: the clock is set anew only when it is further off than this. */
const toleranceMs = 2_000;

/** When the run began by its own account: a scheduled one begins later than it was started. */
const beginning = ({ startedAt, startAt }: RunView) =>
  Math.max(Date.parse(startedAt), startAt === undefined ? 0 : Date.parse(startAt));

/** Milliseconds by which this browser's clock is ahead of the server's, as an open run's duration tells. */
export function useSkew(run: RunView | undefined, fetchedAt: number): number {
  const [skew, setSkew] = useState(0);
  const open = run !== undefined && run.endedAt === undefined && run.status !== 'scheduled';
  const seen = open ? fetchedAt - (beginning(run) + run.durationMs) : skew;
  useEffect(() => {
    setSkew((known) => (Math.abs(seen - known) > toleranceMs ? seen : known));
  }, [seen]);
  return skew;
}

/** Duration of a run and how long it waited for people, in milliseconds; both tick while they grow. */
export function useRunTimes(run: RunView, fetchedAt: number): { durationMs: number; waitingMs: number } {
  const open = run.endedAt === undefined && run.status !== 'scheduled';
  const asked = open && run.checkpoints.some(({ status }) => status === 'pending');
  const now = useNow(open);
  const since = open ? Math.max(0, now - fetchedAt) : 0;
  return { durationMs: run.durationMs + since, waitingMs: run.waitingMs + (asked ? since : 0) };
}
