import { SluiceError } from '../errors/sluice-error.ts';
import { didYouMean } from '../flow/did-you-mean.ts';
import { parseExpression } from '../flow/references.ts';
import type { Json } from '../run/events.ts';
import type { Scope } from './evaluate-expression.ts';

const names = (value: Json | undefined): string[] =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.keys(value) : [];

/** How far a path leads, and what it could have gone on with. */
function follow(
  path: string[],
  scope: Scope,
): { missing: string; reached: string[]; candidates: string[] } | undefined {
  let value: Json | undefined = scope;
  for (const [index, name] of path.entries()) {
    const next: Json | undefined =
      value !== null && typeof value === 'object' && !Array.isArray(value) && Object.hasOwn(value, name)
        ? value[name]
        : undefined;
    if (next === undefined)
      return Array.isArray(value)
        ? undefined
        : { missing: name, reached: path.slice(0, index), candidates: names(value) };
    value = next;
  }
  return undefined;
}

/** The error for an expression that yields nothing: names the path that leads nowhere and the nearest one that exists. */
export function missingValue(source: string, scope: Scope): SluiceError {
  const parsed = parseExpression(source);
  for (const { path } of parsed.ok ? parsed.references : []) {
    const lost = follow(path, scope);
    if (lost === undefined) continue;
    const where = lost.reached.length === 0 ? 'here' : `in ${lost.reached.join('.')}`;
    return new SluiceError(
      'Expression.Missing',
      `"${path.join('.')}" yields nothing: there is no "${lost.missing}" ${where}. ${didYouMean(lost.missing, lost.candidates)}`,
    );
  }
  return new SluiceError('Expression.Missing', `The expression "${source}" yields nothing.`);
}
