import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

// The look of the text: the console's tokens, so that light and dark are one theme. Colour means state, hence the text has shades of ink only.

const words = HighlightStyle.define([
  { tag: [tags.definition(tags.propertyName), tags.propertyName], color: 'var(--ink)' },
  { tag: [tags.string, tags.content, tags.special(tags.string)], color: 'var(--ink-2)' },
  { tag: [tags.comment, tags.lineComment], color: 'var(--ink-3)', fontStyle: 'italic' },
  { tag: [tags.separator, tags.punctuation, tags.squareBracket, tags.brace], color: 'var(--ink-3)' },
  { tag: [tags.labelName, tags.typeName, tags.meta, tags.keyword], color: 'var(--ink-3)' },
]);

const tint = (name: string, share: string) => `color-mix(in srgb, var(--${name}) ${share}, transparent)`;
const wavy = (name: string) => ({
  backgroundImage: 'none',
  textDecoration: `underline wavy var(--${name}-ring) 1px`,
  textUnderlineOffset: '4px',
  textDecorationSkipInk: 'none',
});

const look = EditorView.theme({
  '&': { height: '100%', backgroundColor: 'var(--surface)', color: 'var(--ink)', fontSize: '13px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '20px', overscrollBehavior: 'contain' },
  '.cm-content': { padding: '12px 0 25vh', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 16px 0 8px' },
  '.cm-content ::selection, &.cm-focused .cm-content ::selection, .cm-line::selection': {
    backgroundColor: `${tint('running', '28%')} !important`,
  },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': {
    backgroundColor: 'var(--surface)',
    color: 'var(--ink-3)',
    border: 'none',
    borderRight: '1px solid var(--line)',
  },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '36px', padding: '0 4px 0 12px' },
  '.cm-foldGutter .cm-gutterElement': { width: '18px', textAlign: 'center', cursor: 'pointer' },
  '.cm-fold': {
    display: 'inline-block',
    width: '6px',
    height: '6px',
    margin: '0 0 3px',
    borderRight: '1.5px solid var(--control)',
    borderBottom: '1.5px solid var(--control)',
    transform: 'rotate(45deg)',
  },
  '.cm-fold-closed': { transform: 'rotate(-45deg)', borderColor: 'var(--ink)' },
  '.cm-activeLine': { backgroundColor: tint('line', '42%') },
  '.cm-activeLineGutter': { backgroundColor: tint('line', '42%'), color: 'var(--ink)' },
  '.cm-foldPlaceholder': {
    backgroundColor: 'var(--canvas)',
    border: '1px solid var(--line)',
    color: 'var(--ink-2)',
    borderRadius: '4px',
    padding: '0 6px',
  },
  '.cm-expression': { backgroundColor: tint('line', '65%'), borderRadius: '4px', color: 'var(--ink)' },
  '.cm-expression span': { color: 'inherit' },
  '&.cm-focused .cm-matchingBracket': { backgroundColor: 'transparent', outline: '1px solid var(--control)' },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'transparent', outline: '1px solid var(--failed-ring)' },
  '.cm-found': { backgroundColor: tint('awaiting-ring', '28%'), borderRadius: '2px' },
  '.cm-found-here': { outline: '2px solid var(--ink)' },

  '.cm-panels': { backgroundColor: 'var(--surface)', color: 'var(--ink)', zIndex: '5' },
  '.cm-panels-top': { borderBottom: '1px solid var(--line)' },
  '.cm-tooltip': {
    backgroundColor: 'var(--surface)',
    color: 'var(--ink)',
    border: '1px solid var(--control)',
    borderRadius: '8px',
    maxWidth: 'min(440px, 90vw)',
    fontFamily: 'var(--font-sans)',
    zIndex: '40',
  },
  '.cm-tooltip-section:not(:first-child)': { borderTop: '1px solid var(--line)' },
  '.cm-about': { padding: '8px 12px', display: 'flex', flexDirection: 'column', gap: '2px' },
  '.cm-about code': { fontFamily: 'var(--font-mono)', fontSize: '13px' },
  '.cm-about small': { fontSize: '13px', color: 'var(--ink-3)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: 'var(--font-mono)',
    fontSize: '13px',
    maxHeight: '240px',
    borderRadius: '7px',
    minWidth: '240px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '4px 12px', lineHeight: '20px' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--ink)', color: 'var(--surface)' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '400', boxShadow: 'inset 0 -1px currentColor' },
  '.cm-completionDetail': {
    fontFamily: 'var(--font-sans)',
    fontStyle: 'normal',
    marginLeft: '12px',
    color: 'var(--ink-3)',
  },
  'li[aria-selected] .cm-completionDetail': { color: 'inherit' },
  '.cm-tooltip.cm-completionInfo': { padding: '8px 12px', fontSize: '13px', width: 'max-content', maxWidth: '280px' },

  '.cm-lintRange-error': wavy('failed'),
  '.cm-lintRange-warning': wavy('refused'),
  '.cm-lintRange-info': wavy('pending'),
  '.cm-lintRange-active': { backgroundColor: tint('line', '80%') },
  '.cm-gutter-lint': { width: '16px' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '0', display: 'grid', placeItems: 'center' },
  '.cm-lint-marker': { width: '10px', height: '10px', content: '""', borderRadius: '50%' },
  '.cm-lint-marker-error': { content: '""', backgroundColor: 'var(--failed-ring)', borderRadius: '2px' },
  '.cm-lint-marker-warning': { content: '""', backgroundColor: 'var(--refused-ring)' },
  '.cm-lint-marker-info': { content: '""', border: '2px solid var(--pending-ring)' },
  '.cm-tooltip-lint': { margin: '0', padding: '0', listStyle: 'none' },
  '.cm-diagnostic': { padding: '8px 12px', margin: '0', borderLeft: '4px solid var(--pending-ring)' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--failed-ring)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--refused-ring)' },
  '.cm-diagnosticAction': {
    backgroundColor: 'var(--surface)',
    color: 'var(--ink)',
    border: '1px solid var(--control)',
    borderRadius: '6px',
    padding: '2px 8px',
    margin: '4px 0 0',
  },
});

export const theme: Extension = [look, syntaxHighlighting(words)];
