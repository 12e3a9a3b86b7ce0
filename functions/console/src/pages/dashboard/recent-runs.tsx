import { Link } from '@tanstack/react-router';
import type { Stats } from '../../api/stats-queries.ts';
import { RunBadge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { shortId } from '../../ui/short-id.ts';
import { relative, useNow } from '../../ui/time.tsx';

/** The runs that were started last. */
export function RecentRuns({ recent }: { recent: Stats['recent'] }) {
  const now = useNow(true);
  return (
    <Card title="Recent runs" aside={<Link to="/runs">All runs</Link>}>
      {recent.length === 0 ? (
        <p className="px-4 py-6 text-ink-2">No flow has been started yet.</p>
      ) : (
        <ul>
          {recent.map((run) => (
            <li
              key={run.id}
              className="relative flex min-h-[40px] items-center gap-x-3 border-b border-line px-4 py-1.5 last:border-0 hover:bg-line/30 max-sm:flex-wrap"
            >
              <Link
                to="/runs/$id"
                params={{ id: run.id }}
                className="min-w-0 grow truncate font-semibold no-underline -outline-offset-2 after:absolute after:inset-0 max-sm:w-full"
              >
                {run.title} <span className="font-mono text-meta font-normal text-ink-3">{shortId(run.id)}</span>
              </Link>
              <span className="grow text-meta text-ink-2 sm:w-32 sm:grow-0 sm:text-right">
                {relative(run.startedAt, now)}
              </span>
              <span className="flex shrink-0 justify-end sm:w-44">
                <RunBadge run={run} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** The flows that failed in the last day, most often first. */
export function FailingFlows({ failing }: { failing: Stats['failing'] }) {
  const now = useNow(failing.length > 0);
  return (
    <Card title="Failing flows">
      {failing.length === 0 ? (
        <p className="px-4 py-6 text-ink-2">No flow failed in the last 24 hours.</p>
      ) : (
        <ul>
          {failing.map(({ flow, title, failed, lastFailed }) => (
            <li key={flow} className="flex flex-col border-b border-line px-4 py-2 last:border-0">
              <span className="flex items-baseline justify-between gap-3">
                <Link to="/flows/$id" params={{ id: flow }} className="min-w-0 truncate leading-[24px] font-semibold">
                  {title}
                </Link>
                <Link
                  to="/runs"
                  search={{ flow, status: 'failed,timed_out', from: '24h' }}
                  className="shrink-0 leading-[24px] font-semibold text-failed"
                >
                  {failed} failed
                </Link>
              </span>
              <Link
                to="/runs/$id"
                params={{ id: lastFailed.id }}
                className="self-start text-meta leading-[24px] text-ink-2"
              >
                last one {relative(lastFailed.startedAt, now)}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
