import type { RunView } from '../../api/types.ts';
import { countSteps } from './step-looks.ts';

const parts = [
  ['complete', 'complete'],
  ['skipped', 'skipped'],
  ['failed', 'failed'],
  ['running', 'running'],
  ['awaiting', 'awaiting'],
  ['blocked', 'blocked'],
] as const;

/** What was skipped counts, and is not to be looked at. */
const colourOf = (signal: (typeof parts)[number][1]) =>
  signal === 'skipped' ? 'color-mix(in srgb, var(--skipped-ring) 45%, var(--line))' : `var(--${signal}-ring)`;

/** How many steps have ended, in words and as a bar whose parts are the states. */
export function Progress({
  run,
  long = false,
  quiet = false,
}: {
  run: RunView;
  long?: boolean;
  /** Leaves its place to something else on a phone. */
  quiet?: boolean;
}) {
  const counts = countSteps(run);
  return (
    <div className={`flex items-center gap-3 ${long ? 'w-full' : ''} ${quiet ? 'max-md:hidden' : ''}`}>
      <span className="text-meta whitespace-nowrap text-ink-3">
        {counts.ended} of {counts.all} steps
      </span>
      <span
        aria-hidden
        className={`flex h-1.5 overflow-hidden rounded-full bg-line ${long ? 'grow' : 'w-28 max-md:w-16'}`}
      >
        {parts.map(([name, signal]) => (
          <span
            key={name}
            className="h-full transition-[width] duration-300"
            style={{ width: `${(counts[name] / Math.max(1, counts.all)) * 100}%`, background: colourOf(signal) }}
          />
        ))}
      </span>
    </div>
  );
}
