import type { Rule } from './rule.ts';

/** Says plainly that schedules and events are kept but do not fire yet. */
export const triggersServed: Rule = {
  code: 'trigger-not-served',
  *check({ raw }) {
    for (const [index, trigger] of (Array.isArray(raw.on) ? raw.on : []).entries()) {
      const kind = trigger !== null && typeof trigger === 'object' ? Object.keys(trigger)[0] : undefined;
      if (kind !== undefined && kind !== 'webhook')
        yield {
          path: ['on', index],
          severity: 'info',
          message: `The ${kind} is stored with the version; this version of Sluice does not fire it.`,
          hint: 'Start runs over the API or by a webhook.',
        };
    }
  },
};
