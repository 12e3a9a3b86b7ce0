import { Chunk, MergeView, unifiedMergeView } from '@codemirror/merge';
import { EditorState, type Extension, Text } from '@codemirror/state';
import { Decoration, EditorView, lineNumbers, MatchDecorator, ViewPlugin } from '@codemirror/view';
import { useEffect, useRef } from 'react';

const tint = (signal: string, more = '') =>
  `color-mix(in srgb, var(--${signal}) calc(var(--tint)${more}), transparent)`;

const sign = { position: 'absolute', left: '5px' };

const look = EditorView.theme({
  '&': { fontSize: '13px', backgroundColor: 'var(--surface)', color: 'var(--ink)' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '20px' },
  '.cm-gutters': { backgroundColor: 'var(--surface)', color: 'var(--ink-3)', borderRight: '1px solid var(--line)' },
  '.cm-changedLine, &.cm-merge-a .cm-changedLine, &.cm-merge-b .cm-changedLine': { backgroundColor: tint('complete') },
  '&.cm-merge-a .cm-changedLine, .cm-deletedChunk': { backgroundColor: tint('failed') },
  '&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText': { background: tint('failed', ' * 2') },
  '&.cm-merge-b .cm-changedText, .cm-changedText': { background: tint('complete', ' * 2') },
  '&.cm-merge-a .cm-changedLineGutter, .cm-deletedLineGutter': { background: 'var(--failed-ring)' },
  '&.cm-merge-b .cm-changedLineGutter, .cm-changedLineGutter': { background: 'var(--complete-ring)' },
  // Signs say what the colours say.
  '.cm-line, .cm-deletedLine': { position: 'relative', padding: '0 12px 0 20px !important' },
  '.cm-deletedChunk': { paddingLeft: '0 !important' },
  '.cm-changedLine::before, .cm-insertedLine::before': { ...sign, content: '"+"', color: 'var(--complete)' },
  '&.cm-merge-a .cm-changedLine::before, .cm-deletedLine::before': { ...sign, content: '"−"', color: 'var(--failed)' },
  '.cm-collapsedLines:before, .cm-collapsedLines:after': { content: '""' },
  '.cm-collapsedLines': {
    background: 'var(--canvas)',
    color: 'var(--ink-2)',
    fontFamily: 'var(--font-sans)',
    padding: '4px 12px',
  },
});

/** Names of members stand out by weight, not by colour: colour means what became of a line. */
const names = new MatchDecorator({
  regexp: /^\s*(?:- )?[\w-]+:/g,
  decoration: Decoration.mark({ class: 'font-semibold' }),
});
const weights = ViewPlugin.define(
  (view) => ({
    decorations: names.createDeco(view),
    update(change) {
      this.decorations = names.updateDeco(change, this.decorations);
    },
  }),
  { decorations: ({ decorations }) => decorations },
);

const shared = (label: string): Extension[] => [
  weights,
  lineNumbers(),
  EditorView.lineWrapping,
  EditorState.readOnly.of(true),
  EditorView.contentAttributes.of({ 'aria-label': label, 'aria-readonly': 'true', tabindex: '0' }),
  look,
];
const collapse = { margin: 3, minSize: 6 };

const linesIn = (text: Text, from: number, to: number) =>
  to <= from ? 0 : text.lineAt(Math.min(to - 1, text.length)).number - text.lineAt(from).number + 1;

/** How many lines went and came from one text to another. */
export function countLines(before: string, after: string): { added: number; removed: number } {
  const [a, b] = [Text.of(before.split('\n')), Text.of(after.split('\n'))];
  const chunks = Chunk.build(a, b);
  return {
    added: chunks.reduce((sum, { fromB, toB }) => sum + linesIn(b, fromB, toB), 0),
    removed: chunks.reduce((sum, { fromA, toA }) => sum + linesIn(a, fromA, toA), 0),
  };
}

/** Two texts beside each other, or one with what went and came where there is no room; what is the same is folded. */
export function TextDiff({
  from,
  to,
  beside,
}: {
  from: { text: string; label: string };
  to: { text: string; label: string };
  beside: boolean;
}) {
  const place = useRef<HTMLDivElement>(null);
  const { text: before, label: beforeLabel } = from;
  const { text: after, label: afterLabel } = to;
  useEffect(() => {
    if (place.current === null) return;
    const view = beside
      ? new MergeView({
          parent: place.current,
          a: { doc: before, extensions: shared(beforeLabel) },
          b: { doc: after, extensions: shared(afterLabel) },
          collapseUnchanged: collapse,
        })
      : new EditorView({
          parent: place.current,
          doc: after,
          extensions: [
            ...shared(`${afterLabel}, compared with ${beforeLabel}`),
            unifiedMergeView({ original: before, mergeControls: false, collapseUnchanged: collapse }),
          ],
        });
    // Lines are as high as the font makes them, which may come later than they do.
    void document.fonts.ready.then(() => {
      if (view instanceof EditorView) view.requestMeasure();
      else for (const side of [view.a, view.b]) side.requestMeasure();
    });
    return () => view.destroy();
  }, [before, after, beforeLabel, afterLabel, beside]);
  return <div ref={place} />;
}
