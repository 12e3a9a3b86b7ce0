import type { Health } from '../api/flow-types.ts';
import { percent, ratingOf } from './rating.ts';

/** How many runs succeeded: the rate, what it is called, and of how many. A dash where nothing counts. */
export function SuccessRate({ health }: { health: Health }) {
  const rating = ratingOf(health.rate);
  const span = health.days === undefined ? 'of the last runs' : `in ${health.days} days`;
  if (rating === undefined || health.rate === null)
    return (
      <span title={`No run ended ${span}`}>
        <span aria-hidden className="text-ink-3">
          —
        </span>
        <span className="sr-only">No run ended {span}</span>
      </span>
    );
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2 whitespace-nowrap">
      <span className="font-semibold">
        {percent(health.rate)} <span style={{ color: `var(--${rating.signal})` }}>{rating.word}</span>
      </span>
      <span className="text-meta text-ink-3">
        {health.succeeded} of {health.counted}
        {health.days !== undefined && !health.complete && ' newest'}
      </span>
    </span>
  );
}
