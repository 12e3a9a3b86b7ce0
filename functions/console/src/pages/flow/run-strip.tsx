import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { healthQuery } from '../../api/flow-queries.ts';
import { shortId } from '../../ui/short-id.ts';
import { runSignal } from '../../ui/status.ts';
import { relative } from '../../ui/time.tsx';

const pill =
  'inline-flex h-8 shrink-0 items-center gap-2 rounded-full border px-3 font-mono text-meta no-underline hover:border-ink';

/** The flow's last ten runs: one of them can be looked at on the canvas. */
export function RunStrip({ flow, shown }: { flow: string; shown: string | undefined }) {
  const { data: health } = useQuery(healthQuery(flow));
  const runs = health?.last ?? [];
  return (
    <nav
      aria-label="Runs on the canvas"
      className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-2 border-t border-line bg-surface px-5 py-2 max-md:px-4"
    >
      {shown === undefined ? (
        <span className="text-ink-3">{health !== undefined && runs.length === 0 ? 'No runs yet' : 'Recent runs'}</span>
      ) : (
        <p className="font-semibold">
          Viewing run{' '}
          <Link to="/runs/$id" params={{ id: shown }} className="font-mono">
            {shortId(shown)}
          </Link>{' '}
          ·{' '}
          <Link from="/flows/$id" to="." search={({ run: _run, ...rest }) => rest}>
            Back to the flow
          </Link>
        </p>
      )}
      <ul className="flex min-w-0 flex-wrap gap-2">
        {runs.map((run) => {
          const { signal, word } = runSignal(run);
          return (
            <li key={run.id}>
              <Link
                from="/flows/$id"
                to="."
                search={(before) => ({ ...before, run: run.id })}
                aria-current={run.id === shown ? 'true' : undefined}
                aria-label={`Run ${shortId(run.id)}: ${word}, ${relative(run.startedAt, Date.now())}`}
                title={`${word}, ${relative(run.startedAt, Date.now())}`}
                className={`${pill} ${run.id === shown ? 'border-ink' : 'border-line'}`}
              >
                <span
                  aria-hidden
                  className="size-2 rounded-full [forced-color-adjust:none]"
                  style={{ background: `var(--${signal}-ring)` }}
                />
                {shortId(run.id)}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
