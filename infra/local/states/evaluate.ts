import jsonata from 'jsonata';
import { LinearRegExp } from '../../../shared/evaluate/regex-engine.ts';
import { stepFunctions } from './functions.ts';
import type { Data } from './model.ts';
import { StatesError } from './states-error.ts';

/** What the expressions of a state see: variables and `$states`. */
export interface Bindings {
  variables: Record<string, Data>;
  states: Record<string, unknown>;
  /** The state's name and the id of the event with which it was entered, for messages. */
  state: string;
  entered: number;
}

const queryError = 'States.QueryEvaluationError';
const compiled = new Map<string, jsonata.Expression>();

/** The source inside `{% %}`, or undefined when a string is no expression. */
export function expressionIn(text: string): string | undefined {
  return text.startsWith('{%') && text.endsWith('%}') && text.length >= 4 ? text.slice(2, -2).trim() : undefined;
}

function compile(source: string): jsonata.Expression {
  const known = compiled.get(source);
  if (known !== undefined) return known;
  const expression = jsonata(source, {
    timeout: 5_000,
    stack: 100,
    sequence: 870_000,
    RegexEngine: LinearRegExp as unknown as RegExpConstructor,
  });
  if (compiled.size > 5_000) compiled.clear();
  compiled.set(source, expression);
  return expression;
}

/** An evaluation error as AWS words it: the state, its entry, and what happened. */
export function evaluationError(
  bindings: Pick<Bindings, 'state' | 'entered'>,
  what: string,
  location?: string,
  afterEntry = false,
): StatesError {
  const cause = `An error occurred while executing the state '${bindings.state}' (entered at the event id #${bindings.entered}). ${what}`;
  return new StatesError(queryError, cause, {
    evaluation: true,
    afterEntry,
    ...(location === undefined ? {} : { location }),
  });
}

const typeOf = (value: Data) => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);

async function evaluateSource(source: string, location: string, bindings: Bindings): Promise<Data> {
  const name = `The JSONata expression '${source}' specified for the field '${location}'`;
  let result: unknown;
  try {
    result = await compile(source).evaluate(undefined, {
      ...stepFunctions,
      ...bindings.variables,
      states: bindings.states,
    });
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string };
    throw evaluationError(
      bindings,
      `${name} threw an error during evaluation. ${code === undefined ? '' : `${code}: `}${message ?? String(error)}`,
      location,
    );
  }
  if (result === undefined) throw evaluationError(bindings, `${name} returned nothing (undefined).`, location);
  if (typeof result === 'function' || (result !== null && typeof result === 'object' && '_jsonata_lambda' in result))
    throw evaluationError(bindings, `${name} returned an unsupported result type.`, location);
  return JSON.parse(JSON.stringify(result)) as Data;
}

/** Evaluates every `{% %}` string inside a value; `location` grows with the keys, as in `Arguments/Payload/id`. */
export async function evaluate(value: unknown, location: string, bindings: Bindings): Promise<Data> {
  if (typeof value === 'string') {
    const source = expressionIn(value);
    return source === undefined ? value : evaluateSource(source, location, bindings);
  }
  if (Array.isArray(value)) {
    const items: Data[] = [];
    for (const [index, item] of value.entries()) items.push(await evaluate(item, `${location}[${index}]`, bindings));
    return items;
  }
  if (value !== null && typeof value === 'object') {
    const entries: [string, Data][] = [];
    for (const [key, item] of Object.entries(value))
      entries.push([key, await evaluate(item, `${location}/${key}`, bindings)]);
    return Object.fromEntries(entries);
  }
  return value as Data;
}

/** Evaluates a field that must have a type. */
export async function evaluateAs<T extends Data>(
  type: 'array' | 'number' | 'boolean' | 'string',
  value: unknown,
  location: string,
  bindings: Bindings,
): Promise<T> {
  const result = await evaluate(value, location, bindings);
  if (typeOf(result) === type) return result as T;
  const source = typeof value === 'string' ? (expressionIn(value) ?? value) : JSON.stringify(value);
  throw evaluationError(
    bindings,
    `The JSONata expression '${source}' specified for the field '${location}' returned an unexpected result type. Expected '${type}', but was '${typeOf(result)}' for value: ${JSON.stringify(result)}`,
    location,
  );
}
