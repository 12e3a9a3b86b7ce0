import JsonView from '@uiw/react-json-view';
import type { CSSProperties } from 'react';
import type { Json as Value } from '../api/types.ts';
import { Copy } from './copy.tsx';

const look = {
  '--w-rjv-font-family': 'var(--font-mono)',
  '--w-rjv-background-color': 'transparent',
  '--w-rjv-color': 'var(--ink)',
  '--w-rjv-key-string': 'var(--ink)',
  '--w-rjv-line-color': 'var(--line)',
  '--w-rjv-arrow-color': 'var(--ink-3)',
  '--w-rjv-info-color': 'var(--ink-3)',
  '--w-rjv-type-string-color': 'var(--complete)',
  '--w-rjv-type-int-color': 'var(--running)',
  '--w-rjv-type-float-color': 'var(--running)',
  '--w-rjv-type-boolean-color': 'var(--interrupted)',
  '--w-rjv-type-null-color': 'var(--ink-3)',
  '--w-rjv-curlybraces-color': 'var(--ink-3)',
  '--w-rjv-brackets-color': 'var(--ink-3)',
  '--w-rjv-quotes-color': 'var(--ink-3)',
  '--w-rjv-quotes-string-color': 'var(--complete)',
  '--w-rjv-copied-color': 'var(--ink-3)',
  '--w-rjv-ellipsis-color': 'var(--running)',
  fontSize: 13,
} as CSSProperties;

/** A value as a tree, or as its text when it is none; can be copied. */
export function Json({ value, label }: { value: Value | undefined; label: string }) {
  if (value === undefined) return <p className="text-ink-3">Nothing.</p>;
  return (
    <div className="relative rounded-control border border-line bg-canvas p-3 pr-10">
      <div className="absolute top-1.5 right-1.5">
        <Copy text={JSON.stringify(value, null, 2)} label={`Copy ${label}`} />
      </div>
      {value !== null && typeof value === 'object' ? (
        <div className="overflow-x-auto">
          <JsonView
            value={value}
            style={look}
            displayDataTypes={false}
            enableClipboard
            collapsed={3}
            shortenTextAfterLength={200}
          />
        </div>
      ) : (
        <pre className="overflow-x-auto font-mono text-meta whitespace-pre-wrap">{JSON.stringify(value)}</pre>
      )}
    </div>
  );
}
