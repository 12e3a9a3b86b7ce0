import { Link } from '@tanstack/react-router';
import type { RunsSearch } from '../../app/searches.ts';
import { type Signal, signalIcons } from '../../ui/status.ts';

/** A number that is a link to the runs it counts. Nothing is quiet. */
export function Tile({
  word,
  number,
  signal,
  search,
}: {
  word: string;
  number: string;
  signal?: Signal;
  search: RunsSearch;
}) {
  const Icon = signal === undefined ? undefined : signalIcons[signal];
  const none = number === '0';
  return (
    <Link
      to="/runs"
      search={search}
      className="flex min-w-0 grow flex-col gap-1 px-4 py-3 no-underline -outline-offset-2 hover:bg-line/40"
    >
      <span className={`text-page font-bold ${none ? 'text-ink-3' : ''}`}>{number}</span>
      <span
        className="flex items-center gap-1.5 text-meta"
        style={{ color: signal === undefined || none ? 'var(--ink-2)' : `var(--${signal})` }}
      >
        {Icon !== undefined && <Icon aria-hidden size={14} strokeWidth={2.5} className="shrink-0" />}
        <span className="truncate">{word}</span>
      </span>
    </Link>
  );
}
