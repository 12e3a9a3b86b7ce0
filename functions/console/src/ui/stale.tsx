import { RefreshCw } from 'lucide-react';
import { useZone } from '../app/preferences.ts';

/** What is shown is old because it could not be fetched anew: says since when, and tries again. */
export function Stale({ at, error, retry }: { at: number; error: unknown; retry: () => void }) {
  const timeZone = useZone();
  const since = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(at);
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-control border border-awaiting px-3 py-2 text-meta text-awaiting"
    >
      <span>
        Last updated {since}. {error instanceof Error ? error.message : 'It could not be fetched anew.'}
      </span>
      <button type="button" onClick={retry} className="inline-flex items-center gap-1.5 font-semibold underline">
        <RefreshCw aria-hidden size={14} /> Retry
      </button>
    </div>
  );
}
