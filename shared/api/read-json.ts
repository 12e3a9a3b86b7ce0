import { SluiceError } from '../errors/sluice-error.ts';
import type { Json } from '../run/events.ts';

/** Levels that the JSON of a body may nest. */
const mostLevels = 100;

/** Levels of JSON text, counted without parsing it, so that a deep one never reaches a recursive function. */
function levels(text: string): number {
  let depth = 0;
  let most = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const letter = text[index];
    if (quoted) {
      if (letter === '\\') index++;
      else if (letter === '"') quoted = false;
    } else if (letter === '"') quoted = true;
    else if (letter === '{' || letter === '[') most = Math.max(most, ++depth);
    else if (letter === '}' || letter === ']') depth--;
  }
  return most;
}

/** Parses a JSON body that does not nest too deep; `__proto__` as a key is refused. */
export function readJson(text: string): Json {
  if (levels(text) > mostLevels)
    throw new SluiceError('too-deep', `The body nests more than ${mostLevels} levels.`, { status: 400 });
  try {
    return JSON.parse(text, (key, value: unknown) => {
      if (key === '__proto__')
        throw new SluiceError('invalid-request', 'The key "__proto__" is not allowed.', { status: 400 });
      return value;
    }) as Json;
  } catch (error) {
    if (error instanceof SluiceError) throw error;
    throw new SluiceError(
      'invalid-json',
      `The body is no JSON: ${error instanceof Error ? error.message : String(error)}`,
      { status: 400, cause: error },
    );
  }
}
