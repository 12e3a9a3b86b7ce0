import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { healthQuery, versionQuery } from '../../api/flow-queries.ts';
import type { FlowView, Health } from '../../api/flow-types.ts';
import { percent, ratingOf } from '../../health/rating.ts';
import { RunBars } from '../../health/run-bars.tsx';
import { RunBadge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { shortId } from '../../ui/short-id.ts';
import { StaleNote } from '../../ui/stale-note.tsx';
import { Empty, Loading, Problem } from '../../ui/states.tsx';
import { duration, Time } from '../../ui/time.tsx';
import { Cost } from './cost.tsx';

/** The rate in large, with its word and what it was counted from. */
function Rate({ health }: { health: Health }) {
  const rating = ratingOf(health.rate);
  const span = health.days === undefined ? 'the last ten runs' : `${health.days} days`;
  return (
    <div className="flex flex-col gap-1">
      <p className="text-meta text-ink-3">Success rate of {span}</p>
      {rating === undefined || health.rate === null ? (
        <p className="text-page font-bold">—</p>
      ) : (
        <p className="text-page font-bold">
          {percent(health.rate)} <span style={{ color: `var(--${rating.signal})` }}>{rating.word}</span>
        </p>
      )}
      <p className="text-ink-2">
        {health.counted === 0
          ? 'No run succeeded or failed.'
          : `${health.succeeded} of ${health.counted} succeeded, ${health.failed} failed or timed out.`}
      </p>
      <p className="text-meta text-ink-3">
        Above 90% is healthy, 70% to 90% to be watched, less is failing. Cancelled and rejected runs do not count
        {health.complete || health.days === undefined ? '.' : '; only the newest runs of that time were counted.'}
      </p>
    </div>
  );
}

/** How the flow has been doing: its last ten runs, its success rate, how long a run takes and what it costs. */
export function HealthTab({ flow }: { flow: FlowView }) {
  const health = useQuery(healthQuery(flow.id));
  const version = useQuery(versionQuery(flow.id, flow.latest));
  if (health.data === undefined)
    return health.error === null ? <Loading /> : <Problem error={health.error} retry={() => void health.refetch()} />;
  const { last, meanMs } = health.data;
  return (
    <>
      <StaleNote query={health} />
      <div className="grid gap-4 p-5 max-md:p-4 min-[1200px]:grid-cols-2">
        <Card title="Success">
          <div className="flex flex-col gap-5 p-4">
            <Rate health={health.data} />
            <div className="flex flex-col gap-1">
              <p className="text-meta text-ink-3">Mean duration</p>
              <p className="text-title font-semibold">{meanMs === null ? '—' : duration(meanMs)}</p>
            </div>
          </div>
        </Card>
        <Card title="Cost">
          <div className="p-4">
            {version.data === undefined ? <Loading lines={2} /> : <Cost forecast={version.data.forecast} />}
          </div>
        </Card>
        <div className="min-[1200px]:col-span-2">
          <Card
            title="Last ten runs"
            aside={
              <Link to="/runs" search={{ flow: flow.id }}>
                All runs
              </Link>
            }
          >
            {last.length === 0 ? (
              <Empty title="No runs yet">Start one, and see here how it went.</Empty>
            ) : (
              <div className="flex flex-col gap-4 p-4">
                <RunBars runs={last} height={72} label="Last ten runs; the height is the duration" />
                <ul className="divide-y divide-line border-t border-line">
                  {last.map((run) => (
                    <li
                      key={run.id}
                      className="flex min-h-10 flex-wrap items-center gap-x-4 gap-y-1 py-2 md:grid md:grid-cols-[80px_170px_150px_1fr_auto]"
                    >
                      <Link to="/runs/$id" params={{ id: run.id }} className="font-mono">
                        {shortId(run.id)}
                      </Link>
                      <span>
                        <RunBadge run={run} />
                      </span>
                      <span className="text-meta text-ink-2">
                        <Time at={run.startedAt} />
                      </span>
                      <span className="text-meta text-ink-3">
                        {run.environment} v{run.version}
                      </span>
                      <span className="ml-auto">{run.durationMs === undefined ? '' : duration(run.durationMs)}</span>
                    </li>
                  ))}
                </ul>
              </div>
            )}
          </Card>
        </div>
      </div>
    </>
  );
}
