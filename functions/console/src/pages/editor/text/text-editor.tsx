import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching, codeFolding, foldGutter, foldKeymap, indentOnInput, indentUnit } from '@codemirror/language';
import { Compartment, EditorState, Prec } from '@codemirror/state';
import {
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
  type ViewUpdate,
} from '@codemirror/view';
import { type Ref, useEffect, useEffectEvent, useImperativeHandle, useRef, useState } from 'react';
import type { Diagnostic } from '../../../api/editor-queries.ts';
import { extentOf } from './extent.ts';
import type { Known } from './names.ts';
import type { Outline, StepOutline } from './outline.ts';
import type { Schema } from './schema.ts';
import { theme } from './theme.ts';

type Assist = typeof import('./assist.ts');

/** What the page can ask of the text. */
export interface TextHandle {
  /** Puts another text in place; it can be undone. */
  replace(text: string): void;
  goTo(from: number, to?: number): void;
  goToLine(position: { line: number; column: number }): void;
  focus(): void;
}

function foldMark(open: boolean): HTMLElement {
  const mark = document.createElement('span');
  mark.className = open ? 'cm-fold' : 'cm-fold cm-fold-closed';
  mark.title = open ? 'Fold these lines' : 'Unfold';
  return mark;
}

/** Milliseconds of stillness before it is looked at what stands where. */
const outlineMs = 120;

export interface TextEditorProps {
  ref: Ref<TextHandle>;
  /** What it begins with; later texts come by `replace`. */
  text: string;
  readOnly: boolean;
  wrap: boolean;
  label: string;
  /** Id of the hint on how to leave it with the keyboard. */
  hint: string;
  /** What was said about the text, and about which one. */
  said: { text: string; diagnostics: Diagnostic[] } | undefined;
  schema: Schema | undefined;
  known: Known;
  onChange: (text: string) => void;
  onOutline: (outline: Outline) => void;
  onStep: (step: string | undefined) => void;
}

/** The text of a flow in CodeMirror. It can be read and written at once; what helps with it arrives a moment later. */
export function TextEditor(props: TextEditorProps) {
  const { ref, readOnly, wrap, label, hint, said, schema, known } = props;
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const [slots] = useState(() => ({
    assist: new Compartment(),
    access: new Compartment(),
    wrap: new Compartment(),
    name: new Compartment(),
  }));
  const [help, setHelp] = useState<Assist>();
  const knowing = useRef({ schema, known });
  useEffect(() => {
    knowing.current = { schema, known };
  }, [schema, known]);

  const tellStep = useEffectEvent((step: StepOutline | undefined) => props.onStep(step?.id));
  const tellOutline = useEffectEvent((outline: Outline) => props.onOutline(outline));
  const tellChange = useEffectEvent((text: string) => props.onChange(text));
  const first = useEffectEvent(() => props.text);

  useEffect(() => {
    if (place.current === null) return;
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: first(),
        extensions: [
          lineNumbers(),
          history(),
          codeFolding(),
          foldGutter({ markerDOM: foldMark }),
          bracketMatching(),
          indentOnInput(),
          indentUnit.of('  '),
          EditorState.tabSize.of(2),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          // YAML has no tabs before its keys; what is pasted may.
          EditorView.clipboardInputFilter.of((text) => text.replaceAll(/^\t+/gm, (tabs) => '  '.repeat(tabs.length))),
          theme,
          slots.assist.of([]),
          slots.access.of([]),
          slots.wrap.of([]),
          slots.name.of([]),
          // The page publishes with these; the text does nothing of its own.
          Prec.highest(keymap.of(['Mod-Enter', 'Mod-s'].map((key) => ({ key, run: () => true })))),
          keymap.of([indentWithTab, ...foldKeymap, ...historyKeymap, ...defaultKeymap]),
          EditorView.updateListener.of(({ docChanged, state }: ViewUpdate) => {
            if (docChanged) tellChange(state.doc.toString());
          }),
        ],
      }),
    });
    view.current = made;
    let ended = false;
    // Without its help it is still a text that can be written.
    void import('./assist.ts').then(
      (loaded) => !ended && setHelp(loaded),
      () => undefined,
    );
    return () => {
      ended = true;
      view.current = null;
      made.destroy();
    };
  }, [slots]);

  useEffect(() => {
    view.current?.dispatch({
      effects: [
        slots.access.reconfigure(EditorState.readOnly.of(readOnly)),
        slots.wrap.reconfigure(wrap ? EditorView.lineWrapping : []),
        slots.name.reconfigure(
          EditorView.contentAttributes.of({
            'aria-label': label,
            'aria-describedby': hint,
            spellcheck: 'false',
            tabindex: '0',
          }),
        ),
      ],
    });
  }, [slots, readOnly, wrap, label, hint]);

  useEffect(() => {
    const current = view.current;
    if (help === undefined || current === null || said === undefined) return;
    if (current.state.doc.toString() === said.text) help.markText(current, said.diagnostics);
  }, [help, said]);

  // What stands where, and which step the cursor is in, once nobody has typed for a moment.
  useEffect(() => {
    const current = view.current;
    if (help === undefined || current === null) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      timer = undefined;
      const outline = help.outlineOf(current.state);
      tellOutline(outline);
      tellStep(help.stepAt(outline, current.state.selection.main.head));
    };
    const follow = EditorView.updateListener.of(({ docChanged, selectionSet }) => {
      if (!docChanged && !selectionSet) return;
      clearTimeout(timer);
      timer = setTimeout(look, outlineMs);
    });
    current.dispatch({ effects: slots.assist.reconfigure([help.assist(() => knowing.current), follow]) });
    look();
    return () => clearTimeout(timer);
  }, [help, slots]);

  useImperativeHandle(ref, () => {
    const goTo = (from: number, to = from) => {
      const current = view.current;
      if (current === null) return;
      const end = current.state.doc.length;
      current.dispatch({
        selection: { anchor: Math.min(to, end), head: Math.min(from, end) },
        effects: EditorView.scrollIntoView(Math.min(from, end), { y: 'center' }),
      });
      current.focus();
    };
    return {
      goTo,
      goToLine(position) {
        const current = view.current;
        if (current === null) return;
        const { from, to } = extentOf(current.state, position);
        goTo(from, to);
      },
      replace(text) {
        const current = view.current;
        current?.dispatch({ changes: { from: 0, to: current.state.doc.length, insert: text }, userEvent: 'input' });
      },
      focus: () => view.current?.focus(),
    };
  }, []);

  return <div ref={place} className="h-full min-h-0 overflow-hidden" />;
}
