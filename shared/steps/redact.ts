import type { Json } from '../run/events.ts';

/** Base64 of a text wherever it begins in a longer one: the letters that depend on the text alone, for each of three alignments. */
function inBase64(value: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(value, 'utf8')]);
    const whole = Math.floor(bytes.length / 3) * 4;
    const first = before === 0 ? 0 : 4;
    return ['base64', 'base64url'].map((form) => bytes.toString(form as 'base64').slice(first, whole));
  });
}

/** Fewer letters than this are no trace of a secret. */
const fewest = 6;

/**
 * Every form in which a secret may stand in a text: as it is, URL-encoded, as a form field, in JSON, in Base64; each also without
 * the white space around it, which headers lose on their way (RFC 9110 §5.5).
 */
function formsOf(secret: string): string[] {
  const forms = [...new Set([secret, secret.trim()])].flatMap((value) => [
    value,
    encodeURIComponent(value),
    encodeURI(value),
    new URLSearchParams([['', value]]).toString().slice(1),
    JSON.stringify(value).slice(1, -1),
    ...inBase64(value),
  ]);
  return [...new Set(forms)].filter((form) => form.length >= fewest).sort((a, b) => b.length - a.length);
}

/** Makes what takes secrets out of anything that would be recorded: each becomes `(secret NAME)`. */
export function makeRedactor(secrets: Record<string, string>): <T extends Json>(value: T) => T {
  const replacements = Object.entries(secrets).flatMap(([name, value]) =>
    formsOf(value).map((form) => [form, `(secret ${name})`] as const),
  );
  const text = (value: string) =>
    replacements.reduce(
      (left, [form, instead]) => (left.includes(form) ? left.replaceAll(form, instead) : left),
      value,
    );
  const redact = (value: Json): Json => {
    if (typeof value === 'string') return text(value);
    if (Array.isArray(value)) return value.map(redact);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [text(key), redact(each)]));
  };
  return (replacements.length === 0 ? (value: Json) => value : redact) as <T extends Json>(value: T) => T;
}
