import type { z } from 'zod';
import { defined } from './defined.ts';
import type { Diagnostic } from './diagnostic.ts';
import { didYouMean } from './did-you-mean.ts';
import { type Path, printPath } from './document.ts';
import { flowSchema } from './schema/flow-schema.ts';
import { http, step } from './schema/step.ts';

type Issue = z.core.$ZodIssue;

/** Keys that a place may hold; a place is a path without its indexes. */
const known: Record<string, string[]> = {
  '': Object.keys(flowSchema.shape),
  'steps[]': Object.keys(step.shape),
  'steps[].http': Object.keys(http.shape),
};

/** A finding of the schema as a diagnostic without position; unions tell what their likeliest member wants. */
function fromIssue(issue: Issue): (Pick<Diagnostic, 'code' | 'message'> & { hint?: string; path: Path })[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  if (issue.code === 'unrecognized_keys') {
    const names = known[printPath(path).replaceAll(/\d+/g, '')];
    return issue.keys.map((key) => ({
      code: 'unknown-key',
      path: [...path, key],
      message: `Nothing is called "${key}" here.`,
      ...(names === undefined ? {} : { hint: didYouMean(key, names) }),
    }));
  }
  if (issue.code === 'invalid_union') {
    const deepest = [...issue.errors].sort(
      (a, b) =>
        Math.max(...b.map((each) => each.path.length)) - Math.max(...a.map((each) => each.path.length)) ||
        a.length - b.length,
    )[0];
    const custom = issue.errors.flat().find((each) => each.code === 'custom');
    return (custom === undefined ? (deepest ?? []) : [custom]).flatMap((each) =>
      fromIssue({ ...each, path: [...issue.path, ...each.path] } as Issue),
    );
  }
  if (issue.code === 'custom') {
    const { code, hint } = (issue.params ?? {}) as { code?: string; hint?: string };
    return [defined({ code: code ?? 'schema', path, message: issue.message, hint })];
  }
  return [{ code: 'schema', path, message: issue.message }];
}

/** All diagnostics of the schema; `place` gives a path its position. */
export function schemaDiagnostics(
  issues: readonly Issue[],
  place: (path: Path) => Diagnostic['position'],
): Diagnostic[] {
  return issues
    .flatMap(fromIssue)
    .map(({ path, ...rest }) =>
      defined({ severity: 'error' as const, ...rest, path: printPath(path), position: place(path) }),
    );
}
