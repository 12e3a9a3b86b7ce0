import { onlyExpression } from '../template.ts';
import type { Rule } from './rule.ts';

/** `when` is one expression: text around it would make it a string, which is no condition. */
export const conditionForm: Rule = {
  code: 'condition-form',
  *check({ steps }) {
    for (const { raw, path } of steps) {
      if (typeof raw.when === 'string' && onlyExpression(raw.when) === undefined)
        yield {
          path: [...path, 'when'],
          message: '`when` must be one expression that yields true or false.',
          hint: `Write when: "{{ ${raw.when.replaceAll(/[{}]/g, '').trim()} }}".`,
        };
    }
  },
};
