import { ancestorsOf } from '../draft.ts';
import type { Rule } from './rule.ts';

/** No step needs itself, directly or through others: such steps could never begin. */
export const noCycle: Rule = {
  code: 'cycle',
  *check(draft) {
    const told = new Set<string>();
    for (const step of draft.steps) {
      if (step.id === undefined || told.has(step.id) || !ancestorsOf(draft, step.id).has(step.id)) continue;
      const circle = [step.id];
      for (let next = step.id; ; ) {
        const id = step.id;
        const back = (draft.needsOf.get(next) ?? []).find((need) => need === id || ancestorsOf(draft, need).has(id));
        if (back === undefined || circle.includes(back)) break;
        circle.push(back);
        next = back;
      }
      for (const id of circle) told.add(id);
      yield {
        path: [...step.path, 'needs'],
        message: `These steps need each other: ${[...circle, step.id].join(' → ')}.`,
        hint: 'Remove one of the needs.',
      };
    }
  },
};
