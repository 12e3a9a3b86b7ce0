import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { runQuery } from '../../api/queries.ts';
import { shortId } from '../../ui/short-id.ts';
import { Loading, Problem } from '../../ui/states.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { RunName } from './run-header.tsx';
import { titleOf } from './run-title.ts';
import { RunView } from './run-view.tsx';

const route = getRouteApi('/signed-in/runs/$id');

/** A run: what it does, what it did, and what it asks of whoever looks at it. */
export function RunPage() {
  const { id } = route.useParams();
  const { data: run, error, refetch, dataUpdatedAt, isError, fetchStatus } = useQuery(runQuery(id));
  useTitle(run === undefined ? `Run ${shortId(id)}` : titleOf(run));
  if (run !== undefined)
    return (
      <RunView
        key={id}
        run={run}
        fetchedAt={dataUpdatedAt}
        stale={isError || fetchStatus === 'paused'}
        retry={() => void refetch()}
      />
    );
  if (error !== null)
    return <Problem whole error={error} retry={() => void refetch()} action={<Link to="/runs">All runs</Link>} />;
  return (
    <>
      <header className="flex min-h-14 items-center border-b border-line bg-surface px-5 max-md:px-4">
        <RunName id={id} />
      </header>
      <div className="grid grow lg:grid-cols-[1fr_380px]">
        <Loading label="Loading the run" lines={8} />
        <div className="border-l border-line bg-surface max-lg:hidden">
          <Loading lines={6} />
        </div>
      </div>
    </>
  );
}
