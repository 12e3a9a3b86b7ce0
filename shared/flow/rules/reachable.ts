import { ancestorsOf } from '../draft.ts';
import { parseExpression } from '../references.ts';
import { onlyExpression } from '../template.ts';
import type { Rule } from './rule.ts';

/** Every step can run: a `when` that is always false, its own or that of all it needs in a graph, makes a step dead text. */
export const reachable: Rule = {
  code: 'unreachable-step',
  *check(draft) {
    const never = new Set<string>();
    for (const { raw, id } of draft.steps) {
      const source = typeof raw.when === 'string' ? onlyExpression(raw.when) : undefined;
      const parsed = source === undefined ? undefined : parseExpression(source);
      if (id !== undefined && (raw.when === false || (parsed?.ok === true && parsed.constant === false))) never.add(id);
    }
    for (const step of draft.steps) {
      if (step.id === undefined) continue;
      if (never.has(step.id))
        yield {
          path: [...step.path, 'when'],
          message: `Step "${step.id}" never runs: its condition is always false.`,
          hint: 'Remove the step or its condition.',
        };
      else if (draft.order === 'graph') {
        const needs = draft.needsOf.get(step.id) ?? [];
        if (needs.length > 0 && !ancestorsOf(draft, step.id).has(step.id) && needs.every((need) => never.has(need)))
          yield {
            path: [...step.path, 'needs'],
            message: `Step "${step.id}" never runs: all it needs is always skipped.`,
          };
      }
    }
  },
};
