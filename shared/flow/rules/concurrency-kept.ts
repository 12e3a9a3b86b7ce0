import type { Rule } from './rule.ts';

/** Says plainly that the limit on runs at the same time is kept with the version and not enforced yet. */
export const concurrencyKept: Rule = {
  code: 'concurrency-not-enforced',
  *check({ raw }) {
    const { limits } = raw;
    if (limits !== null && typeof limits === 'object' && Reflect.get(limits, 'concurrency') !== undefined)
      yield {
        path: ['limits', 'concurrency'],
        severity: 'info',
        message: 'The limit is stored with the version; this version of Sluice does not enforce it.',
        hint: 'limits.daily is enforced.',
      };
  },
};
