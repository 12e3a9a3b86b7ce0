import { useQuery } from '@tanstack/react-query';
import { flowsQuery, meQuery } from '../../api/queries.ts';
import { countWords, statsQuery } from '../../api/stats-queries.ts';
import { StaleNote } from '../../ui/stale-note.tsx';
import { Loading, Problem } from '../../ui/states.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { ActiveRuns, LastDay } from './figures.tsx';
import { FirstSteps } from './first-steps.tsx';
import { NeedsYou } from './needs-you.tsx';
import { FailingFlows, RecentRuns } from './recent-runs.tsx';

/** What needs somebody, what goes on, what went wrong; every number is a link to what it counts. */
export function DashboardPage() {
  const { data: me } = useQuery(meQuery);
  const stats = useQuery(statsQuery);
  const flows = useQuery(flowsQuery);
  const waiting = stats.data?.needsMe;
  useTitle(waiting === undefined || waiting.count === 0 ? 'Dashboard' : `(${countWords(waiting)}) Dashboard`);
  const fresh = stats.data?.recent.length === 0 || flows.data?.items.length === 0;
  return (
    <div className="mx-auto flex w-full max-w-[1280px] flex-col gap-4 p-5 max-md:p-4">
      <h1 className="text-page font-bold">Dashboard</h1>
      <StaleNote query={stats} />
      {fresh && flows.data !== undefined && me !== undefined && <FirstSteps flows={flows.data.items} me={me} />}
      <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,1fr)] gap-4 max-lg:grid-cols-[minmax(0,1fr)]">
        <NeedsYou may={me?.scopes.has('flows.run') === true} />
        {stats.data !== undefined && <LastDay day={stats.data.day} />}
      </div>
      {stats.data === undefined ? (
        stats.isError ? (
          <Problem error={stats.error} retry={() => void stats.refetch()} />
        ) : (
          <Loading lines={8} label="Loading figures" />
        )
      ) : (
        <>
          <ActiveRuns active={stats.data.active} />
          <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,1fr)] items-start gap-4 max-lg:grid-cols-[minmax(0,1fr)]">
            <RecentRuns recent={stats.data.recent} />
            <FailingFlows failing={stats.data.failing} />
          </div>
        </>
      )}
    </div>
  );
}
