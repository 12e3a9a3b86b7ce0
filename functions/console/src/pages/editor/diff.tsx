import { getChunks, unifiedMergeView } from '@codemirror/merge';
import { EditorState, Prec, type Text } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { useEffect, useRef, useState } from 'react';
import { theme } from './text/theme.ts';

const tint = (name: string) => `color-mix(in srgb, var(--${name}) var(--tint), var(--surface))`;
const sign = (content: string, name: string) => ({
  content: `"${content}"`,
  position: 'absolute',
  left: '6px',
  color: `var(--${name})`,
});

const look = EditorView.theme({
  '&': { height: 'auto', maxHeight: '45vh' },
  '.cm-content': { padding: '4px 0' },
  '.cm-line, .cm-deletedLine': { position: 'relative', padding: '0 12px 0 24px' },
  '&.cm-merge-b .cm-changedLine, .cm-insertedLine': { background: `${tint('complete')} !important` },
  '&.cm-merge-b .cm-changedLine::before': sign('+', 'complete'),
  '.cm-deletedChunk': { background: `${tint('failed')} !important`, padding: '0 !important' },
  '.cm-deletedChunk .cm-deletedLine::before': sign('−', 'failed'),
  '.cm-deletedChunk .cm-deletedText, &.cm-merge-b .cm-changedText, &.cm-merge-b .cm-deletedText': {
    background: 'none',
    boxShadow: 'inset 0 -2px color-mix(in srgb, currentColor 45%, transparent)',
  },
  '.cm-deletedChunk del, .cm-deletedLine del': { textDecoration: 'none' },
  '.cm-changeGutter': { display: 'none' },
  '.cm-collapsedLines': {
    background: 'var(--canvas)',
    color: 'var(--ink-3)',
    padding: '4px 24px',
    fontFamily: 'var(--font-sans)',
    fontSize: '13px',
  },
  '.cm-collapsedLines::before, .cm-collapsedLines::after': { content: 'none' },
});

const linesIn = (doc: Text, from: number, to: number) =>
  to <= from ? 0 : doc.lineAt(Math.min(to - 1, doc.length)).number - doc.lineAt(from).number + 1;

/** What changes between two texts, line by line in one column. */
export function Diff({ from, to, label }: { from: string; to: string; label: string }) {
  const place = useRef<HTMLDivElement>(null);
  const [counts, setCounts] = useState<{ added: number; removed: number }>();
  useEffect(() => {
    if (place.current === null) return;
    const view = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: to,
        extensions: [
          lineNumbers(),
          EditorView.lineWrapping,
          EditorState.readOnly.of(true),
          EditorView.contentAttributes.of({ 'aria-label': label, spellcheck: 'false', tabindex: '0' }),
          theme,
          Prec.highest(look),
          unifiedMergeView({
            original: from,
            mergeControls: false,
            gutter: false,
            collapseUnchanged: { margin: 3, minSize: 5 },
          }),
        ],
      }),
    });
    const original = EditorState.create({ doc: from }).doc;
    let added = 0;
    let removed = 0;
    for (const { fromA, toA, fromB, toB } of getChunks(view.state)?.chunks ?? []) {
      removed += linesIn(original, fromA, toA);
      added += linesIn(view.state.doc, fromB, toB);
    }
    setCounts({ added, removed });
    return () => view.destroy();
  }, [from, to, label]);
  return (
    <>
      {counts !== undefined && (
        <p className="text-meta text-ink-2">
          <span className="font-mono text-complete">+{counts.added}</span>{' '}
          <span className="font-mono text-failed">−{counts.removed}</span>
          <span className="sr-only"> (lines added and removed)</span>
        </p>
      )}
      <div ref={place} className="overflow-hidden rounded-control border border-line" />
    </>
  );
}
