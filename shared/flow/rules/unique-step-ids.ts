import type { Rule } from './rule.ts';

/** A step's id addresses it everywhere, so it is used once. */
export const uniqueStepIds: Rule = {
  code: 'duplicate-id',
  *check({ steps }) {
    const first = new Map<string, number>();
    for (const { id, index, path } of steps) {
      if (id === undefined) continue;
      const earlier = first.get(id);
      if (earlier === undefined) first.set(id, index);
      else
        yield {
          path: [...path, 'id'],
          message: `The id "${id}" is already used by step ${earlier + 1}.`,
          hint: 'Give each step an id of its own.',
        };
    }
  },
};
