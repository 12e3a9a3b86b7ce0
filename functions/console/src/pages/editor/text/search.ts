import { type EditorState, type Extension, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView, keymap, type Panel, showPanel } from '@codemirror/view';

// Find in the text. The browser's own search does not see lines that are not drawn.

interface Search {
  open: boolean;
  words: string;
  places: number[];
}

/** Places that are counted and marked at most. */
const mostPlaces = 2_000;
const setSearch = StateEffect.define<{ open?: boolean; words?: string }>();

function find(state: EditorState, words: string): number[] {
  if (words === '') return [];
  const text = state.doc.toString().toLowerCase();
  const wanted = words.toLowerCase();
  const places: number[] = [];
  for (
    let at = text.indexOf(wanted);
    at >= 0 && places.length < mostPlaces;
    at = text.indexOf(wanted, at + wanted.length)
  )
    places.push(at);
  return places;
}

const found = StateField.define<Search>({
  create: () => ({ open: false, words: '', places: [] }),
  update(search, { effects, docChanged, state }) {
    let { open, words } = search;
    for (const effect of effects)
      if (effect.is(setSearch)) {
        open = effect.value.open ?? open;
        words = effect.value.words ?? words;
      }
    if (open === search.open && words === search.words && !docChanged) return search;
    return { open, words, places: open ? find(state, words) : [] };
  },
  provide: (field) => [
    showPanel.from(field, ({ open }) => (open ? makePanel : null)),
    EditorView.decorations.compute([field, 'selection'], marks),
  ],
});

const mark = Decoration.mark({ class: 'cm-found' });
const here = Decoration.mark({ class: 'cm-found cm-found-here' });

function marks(state: EditorState): DecorationSet {
  const { places, words } = state.field(found);
  const { from, to } = state.selection.main;
  return Decoration.set(
    places.map((at) => (at === from && at + words.length === to ? here : mark).range(at, at + words.length)),
  );
}

/** Goes to the next place (1) or the one before (-1), around the ends of the text. */
function step(view: EditorView, by: 1 | -1): boolean {
  const { places, words } = view.state.field(found);
  if (places.length === 0) return false;
  const { from, to } = view.state.selection.main;
  const on = places.find((at) => at === from && at + words.length === to);
  const next =
    by === 1
      ? (places.find((at) => at >= (on === undefined ? from : to)) ?? places[0])
      : (places.findLast((at) => at < from) ?? places.at(-1));
  if (next === undefined) return false;
  view.dispatch({
    selection: { anchor: next, head: next + words.length },
    effects: EditorView.scrollIntoView(next, { y: 'center' }),
  });
  return true;
}

/** A line in a square of 16, as the icons of the console are drawn. */
function icon(path: string): SVGSVGElement {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const attributes = { viewBox: '0 0 16 16', width: '16', height: '16', fill: 'none', stroke: 'currentColor' };
  for (const [name, value] of Object.entries({ ...attributes, 'stroke-width': '1.5', 'aria-hidden': 'true' }))
    svg.setAttribute(name, value);
  svg.append(document.createElementNS('http://www.w3.org/2000/svg', 'path'));
  svg.firstElementChild?.setAttribute('d', path);
  return svg;
}

function button(path: string, label: string, press: () => void): HTMLButtonElement {
  const made = document.createElement('button');
  Object.assign(made, { type: 'button', ariaLabel: label, title: label, onclick: press });
  made.append(icon(path));
  made.className = 'grid size-8 shrink-0 place-items-center rounded-control text-ink-2 hover:bg-line/60 hover:text-ink';
  return made;
}

function makePanel(view: EditorView): Panel {
  const dom = document.createElement('search');
  dom.className = 'flex items-center gap-1 px-3 py-2 font-sans';
  const field = document.createElement('input');
  field.type = 'text';
  field.ariaLabel = 'Find in the text';
  field.placeholder = 'Find';
  field.className = 'h-8 min-w-0 grow rounded-control border border-control bg-surface px-2 placeholder:text-ink-3';
  const count = document.createElement('output');
  count.className = 'min-w-20 px-2 text-right text-meta text-ink-3';
  const close = () => {
    view.dispatch({ effects: setSearch.of({ open: false }) });
    view.focus();
  };
  const say = () => {
    const { places, words } = view.state.field(found);
    const { from, to } = view.state.selection.main;
    const index = places.findIndex((at) => at === from && at + words.length === to);
    const all = places.length === mostPlaces ? `${mostPlaces}+` : String(places.length);
    count.value = words === '' ? '' : places.length === 0 ? 'Nothing' : index < 0 ? all : `${index + 1} of ${all}`;
  };
  field.addEventListener('input', () => {
    view.dispatch({ effects: setSearch.of({ words: field.value }) });
    step(view, 1);
  });
  dom.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter' && event.target === field) step(view, event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
  });
  dom.append(
    field,
    count,
    button('M4 10l4-4 4 4', 'The place before', () => step(view, -1)),
    button('M4 6l4 4 4-4', 'The next place', () => step(view, 1)),
    button('M4 4l8 8M12 4l-8 8', 'Close the search', close),
  );
  return {
    dom,
    top: true,
    mount() {
      const { from, to } = view.state.selection.main;
      const chosen = view.state.sliceDoc(from, to);
      field.value = chosen !== '' && !chosen.includes('\n') ? chosen : view.state.field(found).words;
      // A panel is drawn while the view is being updated, and may not update it.
      queueMicrotask(() => {
        field.select();
        view.dispatch({ effects: setSearch.of({ words: field.value }) });
      });
    },
    update: say,
  };
}

export const search: Extension = [
  found,
  keymap.of([
    {
      key: 'Mod-f',
      run(view) {
        const { dom } = view;
        if (view.state.field(found).open) dom.querySelector<HTMLInputElement>('search input')?.select();
        else view.dispatch({ effects: setSearch.of({ open: true }) });
        return true;
      },
    },
    { key: 'Mod-g', run: (view) => step(view, 1), shift: (view) => step(view, -1), preventDefault: true },
    { key: 'F3', run: (view) => step(view, 1), shift: (view) => step(view, -1), preventDefault: true },
  ]),
];
