import { duration } from '../../ui/time.tsx';
import { useRunTimes } from './run-clock.ts';
import type { Shown } from './shown.ts';
import { breakdown, spansOf } from './spans.ts';

/** Less than this of neither is not worth a word, in milliseconds. */
const worthMs = 1_000;

/** What the time of a run went into, in words: work, people, and the rest. */
export function Breakdown({ run, fetchedAt, skew }: Pick<Shown, 'run' | 'fetchedAt' | 'skew'>) {
  const times = useRunTimes(run, fetchedAt);
  if (run.status === 'scheduled') return <span className="text-ink-3">Not begun</span>;
  const now = fetchedAt - skew + (times.durationMs - run.durationMs);
  const spans = run.steps.flatMap((step) => spansOf(step, run.checkpoints, run.endedAt, now));
  const { worked, waited, rest } = breakdown(spans, times);
  return (
    <span className="inline-flex flex-wrap gap-x-2 text-ink-2">
      <span>
        worked <strong className="text-ink">{duration(worked)}</strong>
      </span>
      {waited > 0 && (
        <span>
          · waited <strong className="text-awaiting">{duration(waited)}</strong>
        </span>
      )}
      {rest >= worthMs && (
        <span className="text-ink-3" title="The line, waits of the flow, pauses between attempts, and the engine">
          · idle {duration(rest)}
        </span>
      )}
    </span>
  );
}
