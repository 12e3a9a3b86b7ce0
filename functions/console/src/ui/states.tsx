import { ArrowRight, Lock, RefreshCw } from 'lucide-react';
import type { ReactNode } from 'react';
import { ApiError } from '../api/client.ts';
import { Button } from './button.tsx';

/** Lines where something will be; they appear only when it takes a while. */
export function Loading({ lines = 6, label = 'Loading' }: { lines?: number; label?: string }) {
  return (
    <div role="status" aria-label={label} className="flex flex-col gap-3 p-4">
      {Array.from({ length: lines }, (_, n) => `line-${n}`).map((key, n) => (
        <div key={key} className="skeleton h-5" style={{ width: `${90 - ((n * 17) % 40)}%` }} />
      ))}
    </div>
  );
}

interface Said {
  action?: ReactNode;
  /** True where it is all that the page shows, and so its heading. */
  whole?: boolean;
}

/** Nothing is there: says why, and what to do about it. */
export function Empty({ title, children, action, whole = false }: Said & { title: string; children?: ReactNode }) {
  const Heading = whole ? 'h1' : 'h2';
  return (
    <div className="flex flex-col items-center gap-2 px-6 py-14 text-center">
      <Heading className="text-title font-semibold">{title}</Heading>
      {children !== undefined && <p className="max-w-prose text-ink-2">{children}</p>}
      {action !== undefined && <div className="mt-3">{action}</div>}
    </div>
  );
}

/** A request failed. One that is not allowed says what is missing; everything else can be tried again. */
export function Problem({ error, retry, action, whole = false }: Said & { error: unknown; retry?: () => void }) {
  const refused = error instanceof ApiError ? error : undefined;
  if (refused?.status === 403)
    return (
      <Empty title="You may not see this" whole={whole}>
        <Lock aria-hidden className="mr-1.5 inline" size={16} />
        {refused.message}
      </Empty>
    );
  if (refused?.status === 404)
    return (
      <Empty title="There is no such thing" whole={whole} action={action}>
        {refused.message}
      </Empty>
    );
  return (
    <div role="alert">
      <Empty
        title="This could not be fetched"
        whole={whole}
        action={
          retry === undefined ? undefined : (
            <Button onClick={retry}>
              <RefreshCw aria-hidden size={16} /> Try again
            </Button>
          )
        }
      >
        {error instanceof Error ? error.message : String(error)}
        {refused !== undefined && <span className="mt-1 block font-mono text-meta text-ink-3">{refused.code}</span>}
      </Empty>
    </div>
  );
}

export const More = ({ onClick, busy }: { onClick: () => void; busy: boolean }) => (
  <div className="flex justify-center p-4">
    <Button onClick={onClick} aria-disabled={busy}>
      {busy ? 'Loading…' : 'Show more'} <ArrowRight aria-hidden size={16} />
    </Button>
  </div>
);
