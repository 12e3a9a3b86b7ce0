import { useQuery, useQueryClient } from '@tanstack/react-query';
import { ArrowRight } from 'lucide-react';
import { useMemo } from 'react';
import { commitsQuery } from '../../api/run-queries.ts';
import { type Actor, isLive, type RunView } from '../../api/types.ts';
import { Empty, Loading, Problem } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { type Line, linesOf } from './event-words.ts';

const nameOfActor = ({ type, id, name, email }: Actor) => (type === 'system' ? 'Sluice' : (name ?? email ?? id));

function Row({ line, choose }: { line: Line; choose: (path: string) => void }) {
  const { at, actor, text, step, change, words } = line;
  return (
    <li className="grid grid-cols-[84px_140px_minmax(0,1fr)] gap-x-4 gap-y-0.5 border-b border-line px-4 py-2 [contain-intrinsic-size:auto_40px] [content-visibility:auto] last:border-b-0 max-md:grid-cols-[auto_minmax(0,1fr)]">
      <span className="text-meta text-ink-3">
        <Time at={at} short />
      </span>
      <span className="truncate text-meta text-ink-2">{nameOfActor(actor)}</span>
      <div className="min-w-0 max-md:col-span-2">
        <p className="flex flex-wrap items-baseline gap-x-3 break-words">
          {step === undefined ? (
            <span>{text}</span>
          ) : (
            <button
              type="button"
              className="min-w-0 text-left underline decoration-line underline-offset-3 hover:decoration-current"
              onClick={() => choose(step)}
            >
              {text}
            </button>
          )}
          {change !== undefined && (
            <span className="text-meta whitespace-nowrap text-ink-3">
              {change.before}
              <ArrowRight aria-label="became" size={13} className="mx-1 inline" />
              {change.after}
            </span>
          )}
        </p>
        {words !== undefined && <p className="text-meta break-words text-ink-2">{words}</p>}
      </div>
    </li>
  );
}

/** Everything that happened to the run, line by line; nothing of it is ever changed. */
export function EventsTab({ run, choose }: { run: RunView; choose: (path: string) => void }) {
  const queries = useQueryClient();
  const { data, error, refetch, isFetching } = useQuery(commitsQuery(queries, run.id));
  const lines = useMemo(() => {
    const titles = new Map(run.steps.map(({ path, title }) => [path, title]));
    return linesOf(data ?? [], (step) => titles.get(step) ?? step);
  }, [data, run.steps]);
  if (data === undefined && error !== null) return <Problem error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Loading label="Loading the events" />;
  if (lines.length === 0) return <Empty title="Nothing has happened yet" />;
  return (
    <div className="flex max-w-[1080px] flex-col gap-3 p-5 max-md:p-4">
      <p className="text-meta text-ink-3">
        {lines.length} {lines.length === 1 ? 'event' : 'events'}, the oldest first; none is ever changed.
        {isLive(run.status) && ' More appear as they happen.'}
        {isFetching && ' Loading…'}
      </p>
      <ol className="rounded-card border border-line bg-surface">
        {lines.map((line) => (
          <Row key={line.key} line={line} choose={choose} />
        ))}
      </ol>
    </div>
  );
}
