const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text as it may stand in HTML, in an element or a quoted attribute. */
export const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (letter) => escapes[letter] ?? letter);

/** HTML with every value escaped; a list of HTML goes in as it is. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Value = string | number | Html | Html[] | undefined;
const print = (value: Value): string =>
  value === undefined
    ? ''
    : value instanceof Html
      ? value.text
      : Array.isArray(value)
        ? value.map((each) => each.text).join('')
        : escapeHtml(String(value));

/** A template tag: what is interpolated is escaped, unless it is HTML already. */
export function html(parts: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(parts.map((part, index) => part + (index < values.length ? print(values[index]) : '')).join(''));
}
