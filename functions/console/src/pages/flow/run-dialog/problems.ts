import { type OutputUnit, Validator } from '@cfworker/json-schema';
import type { JsonObject } from '../../../api/flow-types.ts';
import type { Json } from '../../../api/types.ts';

/** What is wrong with a parameter, in words; `missing` when there is none where one is needed. */
export interface ParamProblem {
  path: (string | number)[];
  message: string;
  missing: boolean;
}

/** Notes of the validator that something below is wrong; what is wrong has a note of its own. */
const summaries = ['properties', 'items', 'allOf', '$ref', 'prefixItems', 'if'];

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const unescaped = (part: string) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
const parts = (location: string) => location.replace(/^#\/?/, '').split('/').filter(Boolean).map(unescaped);

/** The keyword's value, where its location leads to it. */
function keywordValue(schema: JsonObject, location: string): Json | undefined {
  let at: Json | undefined = schema;
  for (const part of parts(location)) {
    if (Array.isArray(at)) at = at[Number(part)];
    else at = isObject(at) ? at[part] : undefined;
  }
  return at;
}

const types: Record<string, string> = {
  string: 'a text',
  number: 'a number, such as 12.5',
  integer: 'a whole number',
  boolean: 'yes or no',
  object: 'an object',
  array: 'a list',
};
const formats: Record<string, string> = {
  email: 'an e-mail address, such as ada@example.com',
  date: 'a date',
  'date-time': 'a date and a time',
  time: 'a time',
  uri: 'a URL, such as https://example.com',
  uuid: 'a UUID',
};

/** The validator's note in words that say what would do. */
function messageOf(
  { keyword, keywordLocation, error }: OutputUnit,
  schema: JsonObject,
  value: Json | undefined,
): string {
  const wanted = keywordValue(schema, keywordLocation);
  switch (keyword) {
    case 'type':
      if (value === null) return 'Fill this in, or take it away.';
      return typeof wanted === 'string' ? `This must be ${types[wanted] ?? wanted}.` : error;
    case 'format':
      return `This must be ${formats[String(wanted)] ?? `a ${String(wanted)}`}.`;
    case 'enum':
      return Array.isArray(wanted) ? `This must be one of ${wanted.map(String).join(', ')}.` : error;
    case 'const':
      return `This must be ${JSON.stringify(wanted)}.`;
    case 'minLength':
      return `At least ${String(wanted)} characters.`;
    case 'maxLength':
      return `At most ${String(wanted)} characters.`;
    case 'minimum':
      return `${String(wanted)} or more.`;
    case 'maximum':
      return `${String(wanted)} or less.`;
    case 'exclusiveMinimum':
      return `More than ${String(wanted)}.`;
    case 'exclusiveMaximum':
      return `Less than ${String(wanted)}.`;
    case 'multipleOf':
      return `A multiple of ${String(wanted)}.`;
    case 'minItems':
      return `At least ${String(wanted)}.`;
    case 'maxItems':
      return `At most ${String(wanted)}.`;
    case 'uniqueItems':
      return 'Each may be there once.';
    case 'pattern':
      return `This must fit the pattern ${String(wanted)}.`;
    default:
      return error;
  }
}

function valueAt(value: Json, path: (string | number)[]): Json | undefined {
  let at: Json | undefined = value;
  for (const part of path) {
    if (Array.isArray(at)) at = at[Number(part)];
    else at = isObject(at) ? at[part] : undefined;
  }
  return at;
}

/** A path through a value: positions in a list are numbers. */
function pathThrough(value: Json, names: string[]): (string | number)[] {
  const path: (string | number)[] = [];
  for (const name of names) path.push(Array.isArray(valueAt(value, path)) ? Number(name) : name);
  return path;
}

/** Everything that is wrong with parameters, one problem for each place. */
export function problemsOf(schema: JsonObject, value: Json): ParamProblem[] {
  const { errors } = new Validator(schema, '2020-12', false).validate(value);
  const found = new Map<string, ParamProblem>();
  for (const unit of errors) {
    if (summaries.includes(unit.keyword) && errors.length > 1) continue;
    const path = pathThrough(value, parts(unit.instanceLocation));
    const absent = unit.keyword === 'required' ? /property "(.+)"/.exec(unit.error)?.[1] : undefined;
    const problem: ParamProblem =
      absent === undefined
        ? { path, message: messageOf(unit, schema, valueAt(value, path)), missing: false }
        : { path: [...path, absent], message: 'This is needed.', missing: true };
    const key = JSON.stringify(problem.path);
    if (!found.has(key)) found.set(key, problem);
  }
  return [...found.values()];
}

/** What the server's refusal says of parameters (`errors: [{path, message, hint?}]`, paths with dots). */
export function serverProblems(errors: Json | undefined, value: Json): ParamProblem[] {
  if (!Array.isArray(errors)) return [];
  return errors.filter(isObject).map(({ path, message, hint }) => {
    const absent = /required property "(.+)"/.exec(String(message))?.[1];
    const names = path === '(all)' || path === '' ? [] : String(path).split('.');
    const at = pathThrough(value, names);
    return {
      path: absent === undefined ? at : [...at, absent],
      message: absent === undefined ? [message, hint].filter(Boolean).map(String).join(' ') : 'This is needed.',
      missing: absent !== undefined,
    };
  });
}
