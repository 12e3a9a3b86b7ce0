import { SluiceError } from '../errors/sluice-error.ts';
import { onlyExpression, parseTemplate } from '../flow/template.ts';
import type { Json } from '../run/events.ts';
import { evaluateExpression, type Scope } from './evaluate-expression.ts';
import { missingValue } from './missing-value.ts';

async function yielded(source: string, scope: Scope): Promise<Json> {
  const value = await evaluateExpression(source, scope);
  if (value === undefined) throw missingValue(source, scope);
  return value;
}

async function evaluateString(text: string, scope: Scope): Promise<Json> {
  if (!text.includes('{{')) return text;
  const only = onlyExpression(text);
  if (only !== undefined) return yielded(only, scope);
  let result = '';
  for (const part of parseTemplate(text).parts) {
    if (part.type === 'text') result += part.text;
    else {
      const value = await yielded(part.source, scope);
      result += typeof value === 'string' ? value : JSON.stringify(value);
    }
  }
  return result;
}

/**
 * Evaluates every `{{ }}` in a JSON value of the flow. A string that is one expression keeps the type of its value; otherwise
 * values are interpolated, objects as JSON. What the data holds is never looked at for `{{ }}`.
 * Throws `Expression.Missing`, `Expression.Failed`, `Expression.Limit`.
 */
export async function evaluateTemplate(value: unknown, scope: Scope): Promise<Json> {
  if (typeof value === 'string') return evaluateString(value, scope);
  if (Array.isArray(value)) return Promise.all(value.map((item) => evaluateTemplate(item, scope)));
  if (value !== null && typeof value === 'object') {
    const entries = await Promise.all(
      Object.entries(value).map(async ([key, item]) => [key, await evaluateTemplate(item, scope)] as const),
    );
    return Object.fromEntries(entries);
  }
  return (value ?? null) as Json;
}

/** Evaluates a `when`; anything but true or false is an error, so that a forgotten comparison does not pass as a yes. */
export async function evaluateCondition(when: string, scope: Scope): Promise<boolean> {
  const value = await evaluateTemplate(when, scope);
  if (typeof value !== 'boolean')
    throw new SluiceError(
      'Expression.Failed',
      `The condition ${when} yields ${JSON.stringify(value)}, not true or false. Compare it with something.`,
    );
  return value;
}
