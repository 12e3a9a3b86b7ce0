import jsonata from 'jsonata';
import { SluiceError } from '../errors/sluice-error.ts';
import type { Json } from '../run/events.ts';
import { LinearRegExp } from './regex-engine.ts';

/** What an expression sees: names bound to data. Nothing of it is ever concatenated into source. */
export type Scope = Record<string, Json>;

/** Limits of one evaluation; jsonata's guards (its documentation, "Guardrails") and a bound on the result in UTF-8 bytes. */
export const limits = { timeMs: 2_000, depth: 200, sequence: 100_000, resultBytes: 5 * 1024 * 1024 };

const compiled = new Map<string, jsonata.Expression>();
const compiledMost = 2_000;

function compile(source: string): jsonata.Expression {
  const known = compiled.get(source);
  if (known !== undefined) return known;
  const expression = jsonata(source, {
    timeout: limits.timeMs,
    stack: limits.depth,
    sequence: limits.sequence,
    RegexEngine: LinearRegExp as unknown as RegExpConstructor,
  });
  if (compiled.size >= compiledMost) compiled.clear();
  compiled.set(source, expression);
  return expression;
}

const guards: Record<string, string> = {
  D1011: 'it calls itself too deeply',
  D1012: 'it takes too long',
  D2014: 'it makes too long a sequence',
  D2015: 'it makes too long a sequence',
};

function failure(source: string, error: unknown): SluiceError {
  const { code, message } = error as { code?: string; message?: string };
  const limit = guards[code ?? ''] ?? (error instanceof RangeError ? 'it needs too much memory' : undefined);
  if (limit !== undefined)
    return new SluiceError('Expression.Limit', `The expression "${source}" was stopped: ${limit}.`, { cause: error });
  return new SluiceError('Expression.Failed', `The expression "${source}" failed: ${message ?? String(error)}`, {
    cause: error,
  });
}

/** Adds up what a result will need as JSON, at least, and stops at the limit: a doubled string is a rope that must not be flattened. */
function exceeds(value: unknown, left: { bytes: number }): boolean {
  if (typeof value === 'string') left.bytes -= value.length;
  else if (value === null || typeof value !== 'object') left.bytes -= 1;
  else
    for (const [key, each] of Object.entries(value)) {
      left.bytes -= key.length;
      if (exceeds(each, left)) return true;
    }
  return left.bytes < 0;
}

/** A plain JSON copy of a result, without jsonata's sequence marks and functions; undefined when there is nothing. */
function toJson(source: string, result: unknown): Json | undefined {
  if (result === undefined || typeof result === 'function') return undefined;
  const text = exceeds(result, { bytes: limits.resultBytes }) ? '' : JSON.stringify(result);
  if (text === undefined) return undefined;
  if (text === '' || Buffer.byteLength(text) > limits.resultBytes)
    throw new SluiceError(
      'Expression.Limit',
      `The expression "${source}" yields more than ${limits.resultBytes / 1024 / 1024} MB.`,
    );
  return JSON.parse(text) as Json;
}

/** Evaluates one expression over the scope; undefined when it yields nothing. Throws `Expression.Failed` or `Expression.Limit`. */
export async function evaluateExpression(source: string, scope: Scope): Promise<Json | undefined> {
  try {
    return toJson(source, await compile(source).evaluate(scope));
  } catch (error) {
    if (error instanceof SluiceError) throw error;
    throw failure(source, error);
  }
}
