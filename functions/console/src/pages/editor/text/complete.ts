import type { Tree } from '@lezer/common';
import { type Known, type Names, namesAt } from './names.ts';
import { entryOf, kinds, outlineOf, type Path, type Place, placeAt, readTree } from './outline.ts';
import { keysAt, type Schema, schemasAt, valuesAt, wordsFor } from './schema.ts';

// What may be written at a place in the text of a flow. Pure: the editor only shows it.

export interface Offer {
  label: string;
  /** What is written instead of the label. */
  insert?: string;
  detail?: string;
  info?: string;
  type: 'key' | 'value' | 'name';
  /** Higher ones stand first. */
  rank: number;
}

export interface Offers {
  /** Where the word begins that an offer replaces. */
  from: number;
  offers: Offer[];
}

/** Parses a text; with a change, one that differs from the editor's text in this part only. */
export type Parse = (text: string, change?: { from: number; to: number; length: number }) => Tree;

/** A word that stands in for the one being written, so that the text around it parses as it will. */
const marker = 'zzmarkerzz';
/** An expression is looked for this many characters back. */
const reach = 4_000;

/** Where the expression begins that a position is inside of; undefined outside `{{ }}`. */
export function expressionAt(text: string, position: number): number | undefined {
  const before = text.slice(Math.max(0, position - reach), position);
  const open = before.lastIndexOf('{{');
  if (open < 0 || before.indexOf('}}', open) >= 0) return undefined;
  return position - before.length + open + 2;
}

const pathForm = /(?:(?:[A-Za-z_][\w]*|`[^`\n]*`)\.)*(?:[A-Za-z_][\w]*|`[^`\n]*)?$/;
const plain = /^[A-Za-z_]\w*$/;

function offersInside(expression: string, from: number, names: Names): Offers | undefined {
  const written = pathForm.exec(expression)?.[0] ?? '';
  const before = expression.slice(0, expression.length - written.length);
  // After `$` a function of JSONata is meant, after a dot a member of something that is not known here.
  if (/[$.]$/.test(before)) return undefined;
  // A quote that is left is one that a text began with.
  if (/['"]/.test(before.replaceAll(/'[^']*'|"[^"]*"/g, ''))) return undefined;
  const parts = written.match(/`[^`]*`?|[^.`]+|(?<=\.)$/g) ?? [''];
  const last = written === '' || written.endsWith('.') ? '' : (parts.pop() ?? '');
  let inside: Names | undefined = names;
  for (const part of parts.filter((each) => each !== '')) inside = inside?.get(part.replaceAll('`', ''))?.inside;
  if (inside === undefined || inside.size === 0) return undefined;
  return {
    from: from + expression.length - last.length,
    offers: [...inside].map(([name, { detail }], index) => ({
      // A hyphen is a minus in an expression.
      label: plain.test(name) ? name : `\`${name}\``,
      detail,
      type: 'name' as const,
      rank: -index,
    })),
  };
}

function keyOffers(
  schema: Schema,
  path: Path,
  place: Place,
  context: { json: boolean; indent: number; flow: boolean },
) {
  const { json, indent, flow } = context;
  const holder = place.on === 'key' ? place.map : undefined;
  const present = new Set(holder?.kind === 'map' ? holder.entries.map(({ key }) => key) : []);
  const ofStep = path.length === 2 && path[0] === 'steps';
  const hasKind = ofStep && [...present].some((key) => kinds.has(key));
  return keysAt(schema, path)
    .filter(({ name }) => !present.has(name) && !(hasKind && kinds.has(name)))
    .map(({ name, description, required, holds }): Offer => {
      const inner = `\n${' '.repeat(indent + 2)}`;
      const value = flow || holds === 'value' ? ' ' : holds === 'map' ? inner : `${inner}- `;
      const isKind = ofStep && kinds.has(name);
      return {
        label: name,
        insert: json ? `"${name}": ` : `${name}:${value}`,
        ...(isKind ? { detail: 'kind of step' } : required ? { detail: 'required' } : {}),
        ...(description === undefined ? {} : { info: description }),
        type: 'key',
        rank: required ? 3 : isKind ? 2 : 1,
      };
    });
}

function valueOffers(schema: Schema, path: Path, ids: string[], quote: boolean): Offer[] {
  const needs = path[0] === 'steps' && path[2] === 'needs';
  const values = needs ? ids : valuesAt(schema, path);
  return values.map((label, index) => ({
    label,
    ...(quote && !/^(true|false|null|[\d.]+)$/.test(label) ? { insert: `"${label}"` } : {}),
    ...(needs ? { detail: 'step' } : {}),
    type: 'value' as const,
    rank: -index,
  }));
}

/** What can be written at a position: names inside `{{ }}`, else keys and values that the schema allows there. */
export function offersAt(
  text: string,
  position: number,
  { parse, schema, known }: { parse: Parse; schema: Schema | undefined; known: Known },
): Offers | undefined {
  const open = expressionAt(text, position);
  if (open !== undefined) {
    const outline = outlineOf(parse(text), text);
    return offersInside(text.slice(open, position), open, namesAt(outline, text, position, known));
  }
  if (schema === undefined) return undefined;
  const lineFrom = text.lastIndexOf('\n', position - 1) + 1;
  const line = text.slice(lineFrom, position);
  const word = /[\w-]*$/.exec(line)?.[0] ?? '';
  const bare = word.replace(/^-+$/, '');
  const from = position - bare.length;
  const rest = /^[\w-]*/.exec(text.slice(position))?.[0] ?? '';
  const to = position + rest.length;
  const marked = text.slice(0, from) + marker + text.slice(to);
  const root = readTree(parse(marked, { from, to, length: marker.length }), marked);
  const place = placeAt(root, from);
  if (place === undefined) return undefined;
  const standing = place.on === 'key' ? place.path.at(-1) : place.part.kind === 'text' ? place.part.text : undefined;
  if (standing !== marker) return undefined;
  const quoted = text[from - 1] === '"';
  const json = /^\s*\{\s*["}]/.test(text);
  const indent = /^[\s-]*/.exec(line)?.[0].length ?? 0;
  const isKey = /^["']?\s*:/.test(text.slice(position + rest.length));
  const flow =
    /[{[,]\s*["']?$/.test(text.slice(0, from).trimEnd()) || !/^[\s-]*["']?$/.test(text.slice(lineFrom, from));
  const asIs = (offers: Offer[]) => offers.map(({ insert: _insert, ...offer }) => offer);
  const keys = (path: Path) => {
    const offers = keyOffers(schema, path, place, { json: json && !quoted, indent, flow });
    return isKey || quoted ? asIs(offers) : offers;
  };
  if (place.on === 'key') return { from, offers: keys(place.path.slice(0, -1)) };
  const steps = entryOf(root, 'steps')?.value;
  const ids = outlineOf(parse(text), text).steps.map(({ id }) => id);
  const own = steps?.kind === 'list' && typeof place.path[1] === 'number' ? ids[place.path[1]] : undefined;
  const values = valueOffers(
    schema,
    place.path,
    ids.filter((id) => id !== own),
    json && !quoted,
  );
  // A value on a line of its own may become a map.
  const apart = place.keyTo === undefined || text.slice(place.keyTo, from).includes('\n');
  return { from, offers: [...values, ...(apart && !flow ? keys(place.path) : [])] };
}

/** What is to be said about the key at a position. */
export function describeAt(
  text: string,
  position: number,
  { parse, schema }: { parse: Parse; schema: Schema | undefined },
): { from: number; to: number; title: string; type: string; text: string | undefined } | undefined {
  if (schema === undefined) return undefined;
  const place = placeAt(readTree(parse(text), text), position);
  const name = place?.path.at(-1);
  if (place?.on !== 'key' || typeof name !== 'string' || place.map?.kind !== 'map') return undefined;
  const entry = place.map.entries.find(({ key, keyTo }) => key === name && position <= keyTo);
  const schemas = schemasAt(schema, place.path);
  if (entry === undefined || schemas.length === 0) return undefined;
  const description = schemas.find((each) => each.description !== undefined)?.description;
  const type = wordsFor(schemas);
  if (description === undefined && type === '') return undefined;
  const title = place.path.filter((part) => typeof part === 'string').join('.');
  return { from: entry.keyFrom, to: entry.keyTo, title, type, text: description };
}
