import type { ReactNode } from 'react';
import type { StepError } from '../../api/types.ts';
import { Copy } from '../../ui/copy.tsx';
import { Json } from '../../ui/json.tsx';

/** Why something failed: type, message, how to mend it; as text for whoever is asked for help. */
export function ErrorBox({ error, children }: { error: StepError; children?: ReactNode }) {
  const text = [error.type, error.message, error.suggestion, error.stack].filter(Boolean).join('\n');
  return (
    <div
      className="flex flex-col gap-2 rounded-card border p-3"
      style={{
        borderColor: 'color-mix(in srgb, var(--failed) 40%, var(--surface))',
        background: 'color-mix(in srgb, var(--failed) var(--tint), var(--surface))',
      }}
    >
      <div className="flex items-start justify-between gap-2">
        <p className="min-w-0 font-mono text-meta break-all text-failed">{error.type}</p>
        <div className="-mt-1 -mr-1">
          <Copy text={text} label="Copy the error" />
        </div>
      </div>
      <p className="font-semibold break-words text-failed">{error.message}</p>
      {error.suggestion !== undefined && <p className="break-words text-ink">{error.suggestion}</p>}
      {children}
      {error.details !== undefined && (
        <details className="min-w-0">
          <summary className="cursor-pointer text-meta text-ink-2">Details</summary>
          <div className="mt-2">
            <Json value={error.details} label="the details of the error" />
          </div>
        </details>
      )}
      {error.stack !== undefined && (
        <details className="min-w-0">
          <summary className="cursor-pointer text-meta text-ink-2">Stack</summary>
          <pre className="mt-2 overflow-x-auto font-mono text-meta whitespace-pre-wrap">{error.stack}</pre>
        </details>
      )}
    </div>
  );
}
