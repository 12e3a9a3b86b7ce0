import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { healthQuery } from '../../api/flow-queries.ts';
import { recentRunsQuery } from '../../api/run-queries.ts';
import type { RunRow, RunView } from '../../api/types.ts';
import { SuccessRate } from '../../health/success-rate.tsx';
import { shortId } from '../../ui/short-id.ts';
import { runSignal } from '../../ui/status.ts';
import { relative } from '../../ui/time.tsx';

const route = getRouteApi('/signed-in/runs/$id');

function Pill({ run, current }: { run: RunRow; current: boolean }) {
  const { tab } = route.useSearch();
  const { signal, word } = runSignal(run);
  return (
    <Link
      to="/runs/$id"
      params={{ id: run.id }}
      search={{ tab }}
      aria-current={current ? 'page' : undefined}
      aria-label={`Run ${shortId(run.id)}: ${word}, ${relative(run.startedAt, Date.now())}`}
      title={`${word}, ${relative(run.startedAt, Date.now())}`}
      className={`flex h-8 items-center gap-2 rounded-full border px-3 font-mono text-meta no-underline hover:border-ink ${current ? 'border-ink' : 'border-line text-ink-2'}`}
    >
      <span aria-hidden className="size-2 rounded-full" style={{ background: `var(--${signal}-ring)` }} />
      {shortId(run.id)}
    </Link>
  );
}

/** The latest runs of the flow, and where this one stands among them. */
export function RunStrip({ run }: { run: RunView }) {
  const { tab } = route.useSearch();
  const { data: recent } = useQuery(recentRunsQuery(run.flow));
  const { data: health } = useQuery(healthQuery(run.flow));
  const latest = recent?.[0];
  const listed = recent?.some(({ id }) => id === run.id) === true;
  // The list may know less than the page: this run is shown as the page knows it.
  const shown = recent?.map((each) => (each.id === run.id ? run : each)) ?? [run];
  return (
    <nav
      aria-label="Recent runs of this flow"
      className="flex min-h-14 items-center gap-3 border-t border-line bg-surface px-5 max-md:flex-wrap max-md:px-4 max-md:py-3"
    >
      <span className="whitespace-nowrap text-ink-3 max-lg:sr-only max-md:not-sr-only">Recent runs</span>
      <ul className="flex min-w-0 gap-2 overflow-x-auto p-1 max-md:w-full">
        {shown.map((each) => (
          <li key={each.id}>
            <Pill run={each} current={each.id === run.id} />
          </li>
        ))}
        {recent !== undefined && !listed && (
          <li>
            <Pill run={run} current />
          </li>
        )}
      </ul>
      {health !== undefined && health.rate !== null && (
        <Link
          to="/flows/$id"
          params={{ id: run.flow }}
          search={{ tab: 'health' }}
          className="ml-auto no-underline max-[1200px]:hidden"
        >
          <SuccessRate health={health} />
        </Link>
      )}
      {latest !== undefined && latest.id !== run.id && (
        <p className="text-meta max-[1200px]:ml-auto whitespace-nowrap text-ink-3 max-md:ml-0">
          Viewing an earlier run ·{' '}
          <Link to="/runs/$id" params={{ id: latest.id }} search={{ tab }} className="text-ink">
            Latest
          </Link>
        </p>
      )}
    </nav>
  );
}
