import type { Rule } from './rule.ts';

/** Says plainly that events are kept but do not start runs yet. */
export const triggersServed: Rule = {
  code: 'trigger-not-served',
  *check({ raw }) {
    for (const [index, trigger] of (Array.isArray(raw.on) ? raw.on : []).entries()) {
      const kind = trigger !== null && typeof trigger === 'object' ? Object.keys(trigger)[0] : undefined;
      if (kind === 'event')
        yield {
          path: ['on', index],
          severity: 'info',
          message: `The ${kind} is stored with the version; this version of Sluice does not fire it.`,
          hint: 'Start runs over the API, by a schedule or by a webhook.',
        };
    }
  },
};
