/** One part of a template: text as it stands, or an expression between `{{` and `}}`. */
export type TemplatePart = { type: 'text'; text: string } | { type: 'expression'; source: string };

/** A string of a flow, split at its `{{ }}`. `open` is the offset of a `{{` that nothing closes. */
export interface Template {
  parts: TemplatePart[];
  open?: number;
}

const quotes = new Set(['"', "'", '`']);

/** Offset of the `}}` that ends the expression beginning at `from`: outside strings, comments and braces. */
function endOfExpression(text: string, from: number): number {
  let depth = 0;
  for (let index = from; index < text.length; index++) {
    const letter = text[index] ?? '';
    if (quotes.has(letter)) {
      for (index++; index < text.length && text[index] !== letter; index++)
        if (text[index] === '\\' && letter !== '`') index++;
    } else if (letter === '/' && text[index + 1] === '*') {
      const end = text.indexOf('*/', index + 2);
      if (end < 0) return -1;
      index = end + 1;
    } else if (letter === '{') depth++;
    else if (letter === '}') {
      if (depth === 0) return text[index + 1] === '}' ? index : -1;
      depth--;
    }
  }
  return -1;
}

/** Splits a string at its expressions; a string without `{{` is one text part. */
export function parseTemplate(text: string): Template {
  const parts: TemplatePart[] = [];
  let from = 0;
  for (let open = text.indexOf('{{'); open >= 0; open = text.indexOf('{{', from)) {
    const end = endOfExpression(text, open + 2);
    if (end < 0) {
      parts.push({ type: 'text', text: text.slice(from) });
      return { parts, open };
    }
    if (open > from) parts.push({ type: 'text', text: text.slice(from, open) });
    parts.push({ type: 'expression', source: text.slice(open + 2, end).trim() });
    from = end + 2;
  }
  if (from < text.length || parts.length === 0) parts.push({ type: 'text', text: text.slice(from) });
  return { parts };
}

/** The one expression that the whole string is, or undefined; such a string keeps the type of its value. */
export function onlyExpression(text: string): string | undefined {
  const { parts } = parseTemplate(text.trim());
  const [first] = parts;
  return parts.length === 1 && first?.type === 'expression' ? first.source : undefined;
}

/** Every string in a JSON value, with its path: strings are where templates stand. */
export function* stringsIn(
  value: unknown,
  path: (string | number)[] = [],
): Generator<{ text: string; path: (string | number)[] }> {
  if (typeof value === 'string') yield { text: value, path };
  else if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* stringsIn(item, [...path, index]);
  else if (value !== null && typeof value === 'object')
    for (const [key, item] of Object.entries(value)) yield* stringsIn(item, [...path, key]);
}
