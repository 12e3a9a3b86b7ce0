import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { isLive, type RunRow } from '../../api/types.ts';
import { RunBadge } from '../../ui/badge.tsx';
import { shortId } from '../../ui/short-id.ts';
import { Elapsed, relative, Time } from '../../ui/time.tsx';
import { actorName, triggerWords } from '../../ui/trigger.ts';

export const RunStatusCell = ({ run }: { run: RunRow }) => (
  <span className="flex min-w-0 items-center gap-2">
    <RunBadge run={run} />
    {run.phase !== undefined && isLive(run.status) && (
      <span className="truncate text-meta text-ink-2">{run.phase}</span>
    )}
  </span>
);

/** The name of a run is its link; it covers the whole row, so that all of it opens the run. */
export const RunLink = ({ run, className = '' }: { run: RunRow; className?: string }) => (
  <Link
    to="/runs/$id"
    params={{ id: run.id }}
    data-row-focus
    className={`font-semibold no-underline outline-offset-[-2px] after:absolute after:inset-0 after:content-[''] focus-visible:outline-none focus-visible:after:rounded-control focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-running ${className}`}
  >
    {run.title} <span className="font-mono text-meta font-normal text-ink-3">{shortId(run.id)}</span>
  </Link>
);

/** How long it took or has been going on, from when it was to begin; of one that is still to begin, when. */
export function RunDuration({ run: { status, startedAt, startAt, endedAt } }: { run: RunRow }) {
  const begin = startAt !== undefined && startAt > startedAt ? startAt : startedAt;
  if (status === 'scheduled') return <span className="text-ink-3">{relative(begin, Date.now())}</span>;
  return <Elapsed from={begin} to={endedAt} />;
}

export const RunTrigger = ({ run }: { run: RunRow }) => (
  <span>
    {triggerWords[run.trigger.type]}
    {run.trigger.by.type !== 'system' && <span className="text-ink-3"> · {actorName(run.trigger.by)}</span>}
  </span>
);

export interface Column {
  id: string;
  title: string;
  /** Width, and from which width of the screen on it is shown. */
  look: string;
  cell: (run: RunRow) => ReactNode;
}

/** The columns of the list after the checkbox. */
export const columns: readonly Column[] = [
  { id: 'status', title: 'Status', look: 'w-56 lg:w-80', cell: (run) => <RunStatusCell run={run} /> },
  { id: 'flow', title: 'Flow', look: '', cell: (run) => <RunLink run={run} className="block truncate" /> },
  { id: 'trigger', title: 'Trigger', look: 'w-48 max-lg:hidden', cell: (run) => <RunTrigger run={run} /> },
  {
    id: 'started',
    title: 'Started',
    look: 'w-44',
    cell: (run) => (
      <span className="relative">
        <Time at={run.startedAt} />
      </span>
    ),
  },
  { id: 'duration', title: 'Duration', look: 'w-24 text-right max-xl:pr-5', cell: (run) => <RunDuration run={run} /> },
  { id: 'environment', title: 'Environment', look: 'w-28 max-xl:hidden', cell: (run) => run.environment },
  { id: 'version', title: 'Version', look: 'w-20 text-right max-xl:hidden', cell: (run) => run.version },
];
