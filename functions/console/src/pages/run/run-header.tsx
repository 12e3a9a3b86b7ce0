import { Link } from '@tanstack/react-router';
import { useLiveState } from '../../api/live.ts';
import type { RunView } from '../../api/types.ts';
import { isLive } from '../../api/types.ts';
import { RunBadge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { shortId } from '../../ui/short-id.ts';
import { duration, Time, useNow } from '../../ui/time.tsx';
import { CopyLink } from './copy-link.tsx';
import { useRunTimes } from './run-clock.ts';

import { AgainButton, CancelButton } from './verbs.tsx';

function Ticking({ run, fetchedAt }: { run: RunView; fetchedAt: number }) {
  const { durationMs } = useRunTimes(run, fetchedAt);
  if (run.status === 'scheduled') return null;
  return (
    <span className="text-ink-2" title="Since it began">
      <span className="sr-only">Duration </span>
      {duration(durationMs)}
    </span>
  );
}

/** Older than this without a word from the server, what is shown may be old. */
const oldMs = 6_000;

/** Says when what is shown was fetched, once that matters. */
function Freshness({
  run,
  fetchedAt,
  stale,
  retry,
}: {
  run: RunView;
  fetchedAt: number;
  stale: boolean;
  retry: () => void;
}) {
  const live = useLiveState();
  const watched = isLive(run.status);
  const now = useNow(watched);
  const old = watched && live === 'reconnecting' && now - fetchedAt > oldMs;
  if (!stale && !old) return null;
  return (
    <span role="status" className="flex items-center gap-2 text-meta text-awaiting">
      <span>
        Last updated <Time at={new Date(fetchedAt).toISOString()} short /> · Reconnecting
      </span>
      <Button look="quiet" className="h-7! px-2! text-meta" onClick={retry}>
        Retry
      </Button>
    </span>
  );
}

/** What a run's page is called, also while the run is fetched. */
export const RunName = ({ id }: { id: string }) => (
  <h1 className="text-title font-semibold whitespace-nowrap">
    Run <span className="font-mono">{shortId(id)}</span>
  </h1>
);

/** Which run this is, how it stands, and what can be done with it. */
export function RunHeader(props: { run: RunView; fetchedAt: number; stale: boolean; retry: () => void }) {
  const { run, fetchedAt } = props;
  return (
    <header className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line bg-surface px-5 py-2 max-md:px-4 max-md:py-3">
      <nav aria-label="Breadcrumb" className="flex min-w-0 items-center gap-1.5 text-ink-2 max-md:flex-1">
        <Link to="/flows">Flows</Link>
        <span aria-hidden>/</span>
        <Link to="/flows/$id" params={{ id: run.flow }} className="min-w-0 truncate">
          {run.title}
        </Link>
        <span aria-hidden className="max-md:hidden">
          /
        </span>
      </nav>
      <div className="flex items-center gap-2 md:order-last md:ml-auto">
        <CopyLink />
        {run.actions.includes('again') && <AgainButton run={run} />}
        {run.actions.includes('cancel') && <CancelButton run={run} />}
      </div>
      <span aria-hidden className="h-0 basis-full md:hidden" />
      <RunName id={run.id} />
      <RunBadge run={run} />
      <Ticking run={run} fetchedAt={fetchedAt} />
      {run.trigger.test === true && <span className="text-meta text-ink-3">Test</span>}
      <Freshness {...props} />
    </header>
  );
}
