import JsonView, { type JsonViewProps } from '@uiw/react-json-view';
import { type CSSProperties, useState } from 'react';
import { toast } from 'sonner';
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
  overflowWrap: 'anywhere',
} as CSSProperties;

/** Levels that are open at first. */
const openLevels = 3;
const depthOf = (value: Value): number =>
  value === null || typeof value !== 'object' ? 0 : 1 + Math.max(0, ...Object.values(value).map(depthOf));

/** Where a value lies, as an expression of a flow would name it: `body.items[0].id`. */
export const pathOf = (names: readonly (string | number)[]): string =>
  names
    .map((name) => (typeof name === 'number' ? `[${name}]` : /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `.\`${name}\``))
    .join('')
    .replace(/^\./, '');

/** Letters of a text that are shown at first. */
const firstLetters = 300;

function Text({ text }: { text: string }) {
  const [whole, setWhole] = useState(text.length <= firstLetters);
  return (
    <span className="whitespace-pre-wrap" style={{ color: 'var(--w-rjv-type-string-color)' }}>
      {whole ? text : `${text.slice(0, firstLetters)}…`}
      {!whole && (
        <button type="button" className="ml-1 text-ink-2 underline" onClick={() => setWhole(true)}>
          all {text.length} letters
        </button>
      )}
    </span>
  );
}

type Parts = NonNullable<JsonViewProps<object>['components']>;
const parts = (reachable: boolean): Parts => ({
  countInfo: ({ count }) => (
    <span className="pl-1 text-ink-3">{count === 0 ? '' : `${count} ${count === 1 ? 'member' : 'members'}`}</span>
  ),
  // Without it the tree cuts off texts after thirty letters.
  value: ({ value, type, className, style, children }) =>
    type === 'string' && typeof value === 'string' ? (
      <Text text={JSON.stringify(value)} />
    ) : (
      <span className={className} style={style}>
        {children}
      </span>
    ),
  objectKey({ namespace = [], keyName, quotes = '' }) {
    const path = pathOf(namespace);
    return (
      <button
        type="button"
        tabIndex={reachable ? 0 : -1}
        title={`Copy the path ${path}`}
        className={`rounded-[3px] hover:bg-line ${reachable ? 'min-h-6' : ''}`}
        onClick={(event) => {
          event.stopPropagation();
          void navigator.clipboard.writeText(path).then(() => toast.success(`Copied ${path}`));
        }}
      >
        {typeof keyName === 'string' ? `${quotes}${keyName}${quotes}` : keyName}
      </button>
    );
  },
});
const withPaths = parts(true);
const withoutPaths = parts(false);

/** A value as a tree, or as its text when it is none; can be copied, and so can the path of each member. `paths`: by the keyboard, too. */
export function Json({ value, label, paths = false }: { value: Value | undefined; label: string; paths?: boolean }) {
  const [whole, setWhole] = useState(false);
  if (value === undefined) return <p className="text-ink-3">Nothing.</p>;
  return (
    <div className="relative rounded-control border border-line bg-canvas p-3 pr-10">
      <div className="absolute top-1.5 right-1.5">
        <Copy text={JSON.stringify(value, null, 2)} label={`Copy ${label}`} />
      </div>
      {value !== null && typeof value === 'object' ? (
        <>
          <JsonView
            key={String(whole)}
            className="[&_.w-rjv-line]:whitespace-nowrap"
            value={value}
            style={paths ? { ...look, lineHeight: '26px' } : look}
            displayDataTypes={false}
            enableClipboard={false}
            collapsed={whole ? true : openLevels}
            shortenTextAfterLength={0}
            components={paths ? withPaths : withoutPaths}
          />
          {depthOf(value) > openLevels && (
            <button
              type="button"
              className="mt-1 text-meta text-ink-2 underline underline-offset-3"
              onClick={() => setWhole(!whole)}
            >
              {whole ? 'Show less' : 'Show all levels'}
            </button>
          )}
        </>
      ) : (
        <pre className="overflow-x-auto font-mono text-meta whitespace-pre-wrap">{JSON.stringify(value)}</pre>
      )}
    </div>
  );
}
