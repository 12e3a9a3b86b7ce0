import { didYouMean } from '../did-you-mean.ts';
import type { Rule } from './rule.ts';

/** `needs` names steps of this flow (DESIGN §3). */
export const knownNeeds: Rule = {
  code: 'unknown-step',
  *check({ steps }) {
    const ids = steps.flatMap((step) => step.id ?? []);
    for (const step of steps) {
      for (const need of step.needs ?? []) {
        if (!ids.includes(need.id))
          yield {
            path: need.path,
            message: `There is no step "${need.id}".`,
            hint: didYouMean(
              need.id,
              ids.filter((id) => id !== step.id),
            ),
          };
      }
    }
  },
};
