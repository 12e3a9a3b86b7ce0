import { Link } from '@tanstack/react-router';
import type { HealthBar } from '../api/flow-types.ts';
import { runSignal } from '../ui/status.ts';
import { duration, relative } from '../ui/time.tsx';
import { barSignal } from './rating.ts';

/** The run in words, for those who do not see its bar. */
function nameOf(run: HealthBar): string {
  const took = run.durationMs === undefined ? '' : `, took ${duration(run.durationMs)}`;
  return `${runSignal(run).word} ${relative(run.startedAt, Date.now())}${took}`;
}

/** The last ten runs, the oldest first, each a link; height is duration. 24 px each, so that a finger hits the right one. */
export function RunBars({
  runs,
  height = 28,
  label,
  column = false,
}: {
  runs: HealthBar[];
  height?: number;
  label: string;
  /** As wide as ten bars, so that what stands beside them is in line with the rows above and below. */
  column?: boolean;
}) {
  const longest = Math.max(1, ...runs.map(({ durationMs = 0 }) => durationMs));
  const heightOf = ({ durationMs = 0 }: HealthBar) => Math.max(6, Math.round(Math.sqrt(durationMs / longest) * height));
  return (
    <ul
      aria-label={label}
      className={`flex shrink-0 items-end ${column ? 'lg:w-[240px]' : ''}`}
      style={{ height: Math.max(24, height) }}
    >
      {runs.toReversed().map((run) => (
        <li key={run.id} className="h-full">
          <Link
            to="/runs/$id"
            params={{ id: run.id }}
            aria-label={nameOf(run)}
            title={nameOf(run)}
            className="group flex h-full w-[24px] items-end justify-center rounded-sm"
          >
            <span
              className="w-2.5 rounded-[3px] transition-[width] [forced-color-adjust:none] group-hover:w-3.5"
              style={{ height: heightOf(run), background: `var(--${barSignal(run.status)}-ring)` }}
            />
          </Link>
        </li>
      ))}
    </ul>
  );
}
