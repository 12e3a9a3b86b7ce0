import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowRight } from 'lucide-react';
import { type RefCallback, useId } from 'react';
import { type CheckpointCard, checkpointQuery } from '../../api/checkpoint-queries.ts';
import { DecisionCard } from '../../decide/decision-card.tsx';
import { Stale } from '../../ui/stale.tsx';
import { Loading, Problem } from '../../ui/states.tsx';

/** Values that are none are not shown. */
const withoutNothing = ({ values, ...asked }: CheckpointCard) =>
  values === undefined || values === null || Object.keys(values).length === 0 ? asked : { ...asked, values };

/** One question: what it belongs to, and the card that answers it. */
export function Question({
  id,
  may,
  arrive,
  next,
  row,
  onDecided,
}: {
  id: string;
  may: boolean;
  /** Told of the heading, which takes the focus when the question before was answered. */
  arrive: RefCallback<HTMLElement>;
  /** The one to go on with when this one is no longer open. */
  next: string | undefined;
  /** What the list says of it already. */
  row: CheckpointCard | undefined;
  onDecided: () => void;
}) {
  const label = useId();
  const query = useQuery({ ...checkpointQuery(id), placeholderData: row });
  const asked = query.data;
  if (asked === undefined)
    return query.isError ? (
      <Problem error={query.error} retry={() => void query.refetch()} />
    ) : (
      <Loading label="Loading the question" />
    );
  return (
    <article aria-labelledby={label} className="mx-auto flex w-full max-w-2xl flex-col gap-4">
      <header className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
        <h2 ref={arrive} id={label} tabIndex={-1} className="text-ink-2 outline-none">
          <Link to="/flows/$id" params={{ id: asked.flow }}>
            {asked.title}
          </Link>{' '}
          <span className="text-ink-3">· {asked.step}</span>
        </h2>
        <Link to="/runs/$id" params={{ id: asked.run }} className="inline-flex items-center gap-1">
          Open the run <ArrowRight aria-hidden size={15} />
        </Link>
      </header>
      {query.isError && <Stale at={query.dataUpdatedAt} error={query.error} retry={() => void query.refetch()} />}
      <DecisionCard key={id} asked={withoutNothing(asked)} may={may} onDecided={onDecided} sticky seen />
      {asked.status !== 'pending' && next !== undefined && (
        <Link
          to="/approvals"
          search={(before) => ({ ...before, id: next })}
          className="inline-flex h-9 items-center gap-2 self-start rounded-control border border-control bg-surface px-3.5 font-semibold no-underline hover:border-ink"
        >
          Next question <ArrowRight aria-hidden size={15} />
        </Link>
      )}
    </article>
  );
}
