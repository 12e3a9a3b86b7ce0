/** A pattern of EventBridge or of an event source's filter (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html). */
export type Pattern = { [field: string]: unknown };

type Test = (argument: unknown, value: unknown, present: boolean) => boolean;

const text = (value: unknown): value is string => typeof value === 'string';
const lower = (value: unknown) => (text(value) ? value.toLowerCase() : value);

/** An argument that is a text, or `{equals-ignore-case: text}` to ignore case. */
function affix(argument: unknown, value: unknown, holds: (value: string, wanted: string) => boolean): boolean {
  if (!text(value)) return false;
  if (text(argument)) return holds(value, argument);
  const relaxed = (argument as Record<string, unknown>)['equals-ignore-case'];
  return text(relaxed) && holds(value.toLowerCase(), relaxed.toLowerCase());
}

const numericTests: Record<string, (value: number, bound: number) => boolean> = {
  '=': (value, bound) => value === bound,
  '<': (value, bound) => value < bound,
  '<=': (value, bound) => value <= bound,
  '>': (value, bound) => value > bound,
  '>=': (value, bound) => value >= bound,
};

function numeric(argument: unknown, value: unknown): boolean {
  if (typeof value !== 'number') return false;
  const parts = argument as (string | number)[];
  for (let index = 0; index < parts.length; index += 2) {
    const test = numericTests[String(parts[index])];
    if (test === undefined) throw new UnknownOperator(`numeric "${parts[index]}"`);
    if (!test(value, Number(parts[index + 1]))) return false;
  }
  return true;
}

function wildcard(argument: unknown, value: unknown): boolean {
  if (!text(value)) return false;
  const source = String(argument)
    .replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*');
  return new RegExp(`^${source}$`, 's').test(value);
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);

const tests: Record<string, Test> = {
  prefix: (argument, value) => affix(argument, value, (each, wanted) => each.startsWith(wanted)),
  suffix: (argument, value) => affix(argument, value, (each, wanted) => each.endsWith(wanted)),
  'equals-ignore-case': (argument, value) => list(argument).some((each) => lower(each) === lower(value)),
  exists: (argument, _value, present) => present === argument,
  numeric,
  wildcard: (argument, value) => list(argument).some((each) => wildcard(each, value)),
  'anything-but': (argument, value, present) => {
    if (!present) return false;
    if (argument !== null && typeof argument === 'object' && !Array.isArray(argument))
      return Object.entries(argument).every(
        ([operator, inner]) => !list(inner).some((each) => testOf(operator)(each, value, present)),
      );
    return !list(argument).includes(value);
  },
};

/** Thrown for an operator that is not known, which AWS may know: it is refused by name rather than never matched. */
export class UnknownOperator extends Error {
  constructor(operator: string) {
    super(`The operator ${operator} of event patterns is not supported.`);
  }
}

function testOf(operator: string): Test {
  const test = tests[operator];
  if (test === undefined) throw new UnknownOperator(`"${operator}"`);
  return test;
}

/** Whether one value fits one alternative of a field: a literal, or `{operator: argument}`. */
function fitsOne(wanted: unknown, value: unknown, present: boolean): boolean {
  if (wanted === null || typeof wanted !== 'object') return present && value === wanted;
  return Object.entries(wanted).every(([operator, argument]) => testOf(operator)(argument, value, present));
}

/** Whether an event fits a pattern. A field whose value is a list fits when one of its elements does. Throws UnknownOperator. */
export function matchPattern(pattern: Pattern, event: unknown): boolean {
  return Object.entries(pattern).every(([field, wanted]) => {
    if (field === '$or') return (wanted as Pattern[]).some((each) => matchPattern(each, event));
    const holder = event !== null && typeof event === 'object' ? (event as Record<string, unknown>) : {};
    const present = Object.hasOwn(holder, field);
    const value = holder[field];
    if (!Array.isArray(wanted)) return matchPattern(wanted as Pattern, value);
    const values = Array.isArray(value) ? value : [value];
    return wanted.some((each) => values.some((one) => fitsOne(each, one, present)));
  });
}
