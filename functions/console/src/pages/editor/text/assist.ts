import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  startCompletion,
} from '@codemirror/autocomplete';
import { yaml, yamlLanguage } from '@codemirror/lang-yaml';
import { ensureSyntaxTree, syntaxTree } from '@codemirror/language';
import { lintGutter, lintKeymap, type Diagnostic as Mark, setDiagnostics } from '@codemirror/lint';
import type { EditorState, Extension, Text } from '@codemirror/state';
import { Decoration, type EditorView, hoverTooltip, keymap, MatchDecorator, ViewPlugin } from '@codemirror/view';
import { TreeFragment } from '@lezer/common';
import type { Diagnostic } from '../../../api/editor-queries.ts';
import { describeAt, expressionAt, type Offer, offersAt, type Parse } from './complete.ts';
import { extentOf } from './extent.ts';
import type { Known } from './names.ts';
import { type Outline, outlineOf as outlineOfTree } from './outline.ts';
import type { Schema } from './schema.ts';
import { search } from './search.ts';

export { stepAt } from './outline.ts';

// What helps with the text once it is there: highlighting, completion, hover, marks. Loaded beside the editor, which works without.

/** What completion knows; asked each time, for it arrives later than the text. */
export type Knowing = () => { schema: Schema | undefined; known: Known };

const { parser } = yamlLanguage;

/** Milliseconds that a whole text may take to parse before the tree is taken as far as it is. */
const parseMs = 400;
const outlines = new WeakMap<Text, Outline>();

/** Parses what differs from the tree that the editor has already, and no more. */
const parseFrom =
  (state: EditorState): Parse =>
  (text, change) => {
    const whole = ensureSyntaxTree(state, state.doc.length, parseMs);
    if (whole !== null && change === undefined) return whole;
    const fragments = TreeFragment.addTree(whole ?? syntaxTree(state));
    if (change === undefined) return parser.parse(text, fragments);
    const { from, to, length } = change;
    const toB = from + length;
    return parser.parse(text, TreeFragment.applyChanges(fragments, [{ fromA: from, toA: to, fromB: from, toB }]));
  };

/** What stands where in the text; computed once for each state of it. */
export function outlineOf(state: EditorState): Outline {
  const before = outlines.get(state.doc);
  if (before !== undefined) return before;
  const text = state.doc.toString();
  const outline = outlineOfTree(parseFrom(state)(text), text);
  outlines.set(state.doc, outline);
  return outline;
}

const isKeyOffer = ({ type, insert }: Offer) => type === 'key' && insert !== undefined;

const completionOf = (offer: Offer): Completion => ({
  label: offer.label,
  detail: offer.detail,
  info: offer.info,
  boost: offer.rank,
  apply: isKeyOffer(offer)
    ? (view, _completion, from, to) => {
        const insert = offer.insert ?? offer.label;
        view.dispatch({
          changes: { from, to, insert },
          selection: { anchor: from + insert.length },
          userEvent: 'input.complete',
          scrollIntoView: true,
        });
        startCompletion(view);
      }
    : (offer.insert ?? offer.label),
});

const source =
  (knowing: Knowing) =>
  ({ state, pos, explicit }: CompletionContext): CompletionResult | null => {
    const text = state.doc.toString();
    const before = text[pos - 1] ?? '\n';
    // By itself it opens where a word begins, and after the dot of an expression; elsewhere when it is asked for.
    const begins = /[\w`-]/.test(before) || (/[.{ ]/.test(before) && expressionAt(text, pos) !== undefined);
    if (!explicit && !begins) return null;
    const result = offersAt(text, pos, { parse: parseFrom(state), ...knowing() });
    if (result === undefined || result.offers.length === 0) return null;
    return { from: result.from, options: result.offers.map(completionOf), validFor: /^[`\w-]*$/ };
  };

const hover = (knowing: Knowing) =>
  hoverTooltip((view, position) => {
    const about = describeAt(view.state.doc.toString(), position, {
      parse: parseFrom(view.state),
      schema: knowing().schema,
    });
    if (about === undefined) return null;
    return {
      pos: about.from,
      end: about.to,
      above: true,
      create() {
        const dom = document.createElement('div');
        dom.className = 'cm-about';
        const add = (tag: 'code' | 'span' | 'small', text: string | undefined) => {
          if (text === undefined || text === '') return;
          const part = document.createElement(tag);
          part.textContent = text;
          dom.append(part);
        };
        add('code', about.title);
        add('span', about.text);
        add('small', about.type);
        return { dom };
      },
    };
  });

const expressions = new MatchDecorator({
  regexp: /\{\{.*?\}\}/g,
  decoration: Decoration.mark({ class: 'cm-expression' }),
});
const marksExpressions = ViewPlugin.define(
  (view) => ({
    decorations: expressions.createDeco(view),
    update(update) {
      this.decorations = expressions.updateDeco(update, this.decorations);
    },
  }),
  { decorations: (plugin) => plugin.decorations },
);

/** Everything that helps, as one extension. */
export const assist = (knowing: Knowing): Extension => [
  search,
  yaml(),
  marksExpressions,
  closeBrackets(),
  autocompletion({ override: [source(knowing)], icons: false, maxRenderedOptions: 60 }),
  hover(knowing),
  lintGutter(),
  keymap.of([...closeBracketsKeymap, ...completionKeymap, ...lintKeymap.filter(({ key }) => key === 'F8')]),
];

/** Marks what was said about the text. */
export function markText(view: EditorView, diagnostics: Diagnostic[]): void {
  const marks = diagnostics.flatMap(({ severity, message, hint, position }): Mark[] => {
    if (position === undefined) return [];
    return [
      {
        ...extentOf(view.state, position),
        severity,
        message,
        renderMessage() {
          const dom = document.createElement('div');
          dom.className = 'cm-about';
          dom.style.padding = '0';
          const text = document.createElement('span');
          text.textContent = message;
          dom.append(text);
          if (hint !== undefined) {
            const small = document.createElement('small');
            small.textContent = hint;
            dom.append(small);
          }
          return dom;
        },
      },
    ];
  });
  view.dispatch(setDiagnostics(view.state, marks));
}
