import type { SyntaxNode, Tree } from '@lezer/common';

// What stands where in the text of a flow, also while it is broken: CodeMirror's YAML tree tolerates what nobody has finished yet.

/** A value in the text; what is inside is read when it is looked at. `none`: a key whose value is not written yet. */
export type Part = { from: number; to: number } & (
  | { kind: 'map'; readonly entries: Entry[] }
  | { kind: 'list'; readonly items: Part[]; starts: number[] }
  | { kind: 'text'; text: string }
  | { kind: 'none' }
);

export interface Entry {
  key: string;
  keyFrom: number;
  keyTo: number;
  readonly value: Part;
}

/** A function that is computed when it is first asked. */
function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

export type Path = (string | number)[];

/** A step as the text has it; `from` and `to` are all of its lines. */
export interface StepOutline {
  id: string;
  title: string | undefined;
  kind: string | undefined;
  idFrom: number;
  idTo: number;
  from: number;
  to: number;
  part: Part;
}

export interface Outline {
  root: Part;
  flow: string | undefined;
  title: string | undefined;
  steps: StepOutline[];
}

/** The kinds of steps of the language (DESIGN §3): a step has the key of its kind. */
export const kinds: ReadonlySet<string> = new Set([
  ...['transform', 'http', 'lambda', 'tool', 'email', 'emit', 'agent', 'approve', 'review', 'input', 'queue', 'wait'],
  ...['foreach', 'parallel', 'flow', 'container'],
]);

function unquote(written: string): string {
  if (written.startsWith('"')) {
    try {
      return String(JSON.parse(written));
    } catch {
      return written.replaceAll(/^"|"$/g, '');
    }
  }
  return written.startsWith("'") ? written.replaceAll(/^'|'$/g, '').replaceAll("''", "'") : written;
}

/** Names of nodes that are no value of their own. */
const aside = new Set(['Key', ':', '-', ',', '{', '}', '[', ']', 'Comment', '⚠', 'Anchor', 'Tag', '?']);
function valueIn(node: SyntaxNode): SyntaxNode | undefined {
  for (let child = node.lastChild; child !== null; child = child.prevSibling) if (!aside.has(child.name)) return child;
  return undefined;
}

function readNode(node: SyntaxNode | undefined, at: number, text: string): Part {
  if (node === undefined) return { kind: 'none', from: at, to: at };
  const { from, to } = node;
  switch (node.name) {
    case 'BlockMapping':
    case 'FlowMapping': {
      const entries = once(() => node.getChildren('Pair').map((pair) => readPair(pair, text)));
      return {
        kind: 'map',
        from,
        to,
        get entries() {
          return entries();
        },
      };
    }
    case 'BlockSequence':
    case 'FlowSequence': {
      const nodes = node.getChildren('Item');
      const items = once(() => nodes.map((item) => readNode(valueIn(item), item.from, text)));
      return {
        kind: 'list',
        from,
        to,
        get items() {
          return items();
        },
        starts: nodes.map((item) => (item.prevSibling?.name === '-' ? item.prevSibling.from : item.from)),
      };
    }
    case 'Anchored':
    case 'Tagged':
      return readNode(valueIn(node), to, text);
    default:
      return { kind: 'text', from, to, text: unquote(text.slice(from, to)) };
  }
}

function readPair(pair: SyntaxNode, text: string): Entry {
  const key = pair.getChild('Key');
  const keyFrom = key?.from ?? pair.from;
  const keyTo = key?.to ?? pair.from;
  const value = once(() => readNode(valueIn(pair), pair.to, text));
  return {
    key: unquote(text.slice(keyFrom, keyTo)),
    keyFrom,
    keyTo,
    get value() {
      return value();
    },
  };
}

/** The value of a whole text. */
export function readTree(tree: Tree, text: string): Part {
  const document = tree.topNode.getChild('Document');
  return readNode(document === null ? undefined : valueIn(document), 0, text);
}

/** The entry of a map with this key. */
export const entryOf = (part: Part | undefined, key: string): Entry | undefined =>
  part?.kind === 'map' ? part.entries.find((entry) => entry.key === key) : undefined;

export const textOf = (part: Part | undefined, key: string): string | undefined => {
  const value = entryOf(part, key)?.value;
  return value?.kind === 'text' ? value.text : undefined;
};

/** The steps, each from its first line to before the next one. */
function stepsOf(root: Part, length: number): StepOutline[] {
  const list = entryOf(root, 'steps')?.value;
  if (list?.kind !== 'list') return [];
  const end = Math.min(length, list.to + 1);
  return list.items.flatMap((part, index) => {
    const id = entryOf(part, 'id');
    if (part.kind !== 'map' || id?.value.kind !== 'text') return [];
    return {
      id: id.value.text,
      title: textOf(part, 'title'),
      kind: part.entries.find(({ key }) => kinds.has(key))?.key,
      idFrom: id.value.from,
      idTo: id.value.to,
      from: list.starts[index] ?? part.from,
      to: list.starts[index + 1] ?? end,
      part,
    };
  });
}

export function outlineOf(tree: Tree, text: string): Outline {
  const root = readTree(tree, text);
  return { root, flow: textOf(root, 'flow'), title: textOf(root, 'title'), steps: stepsOf(root, text.length) };
}

/** The step in whose lines a position lies. */
export const stepAt = ({ steps }: Outline, position: number): StepOutline | undefined =>
  steps.find(({ from, to }) => position >= from && position < to) ??
  (steps.at(-1)?.to === position ? steps.at(-1) : undefined);

/** What a position is on: a key, or a value; with the path of it, and the map or list that holds it. */
export interface Place {
  on: 'key' | 'value';
  path: Path;
  /** What stands there: the text of the key, or the value. */
  part: Part;
  /** The map that a key is in. */
  map?: Part;
  /** Where the key of the value ends. */
  keyTo?: number;
}

export function placeAt(root: Part, position: number): Place | undefined {
  let part = root;
  let keyTo: number | undefined;
  const path: Path = [];
  for (;;) {
    if (part.kind === 'map') {
      const map = part;
      const entry = map.entries.findLast(({ keyFrom }) => keyFrom <= position);
      if (entry === undefined) return undefined;
      path.push(entry.key);
      if (position <= entry.keyTo) return { on: 'key', path, part: entry.value, map };
      keyTo = entry.keyTo;
      part = entry.value;
    } else if (part.kind === 'list') {
      const index = part.items.findLastIndex(
        (_item, each) => (part.kind === 'list' ? (part.starts[each] ?? 0) : 0) <= position,
      );
      const item = part.items[index];
      if (item === undefined) return undefined;
      path.push(index);
      keyTo = undefined;
      part = item;
    } else {
      if (position < part.from || position > part.to) return undefined;
      return { on: 'value', path, part, ...(keyTo === undefined ? {} : { keyTo }) };
    }
  }
}
