import { CloudOff } from 'lucide-react';
import { Button } from './button.tsx';
import { Time } from './time.tsx';

/** What is shown may be old: since when, why, and how to try again. Shown above data that is kept. */
export function Stale({ error, updatedAt, retry }: { error: unknown; updatedAt: number; retry: () => void }) {
  if (error === null || error === undefined) return null;
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-surface px-5 py-2 text-meta max-md:px-4"
    >
      <CloudOff aria-hidden size={16} className="text-awaiting" />
      <span>
        Last updated <Time at={new Date(updatedAt).toISOString()} short /> ·{' '}
        {error instanceof Error ? error.message : String(error)}
      </span>
      <Button look="quiet" onClick={retry}>
        Retry
      </Button>
    </div>
  );
}
