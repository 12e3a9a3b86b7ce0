import { didYouMean } from '../did-you-mean.ts';
import { step as stepSchema, supportedKinds } from '../schema/step.ts';
import type { Rule } from './rule.ts';

const plannedKinds = [
  'lambda',
  'tool',
  'email',
  'emit',
  'agent',
  'review',
  'input',
  'queue',
  'foreach',
  'parallel',
  'flow',
  'container',
];
const commonKeys = Object.keys(stepSchema.shape).filter((key) => !(supportedKinds as readonly string[]).includes(key));

/** A step has exactly one kind (DESIGN §3), and one that this version executes. */
export const oneKind: Rule = {
  code: 'one-kind',
  *check({ steps }) {
    for (const { raw, path } of steps) {
      const keys = Object.keys(raw);
      const kinds = keys.filter((key) => (supportedKinds as readonly string[]).includes(key));
      const planned = keys.filter((key) => plannedKinds.includes(key));
      for (const key of planned)
        yield {
          path: [...path, key],
          message: `Steps of kind "${key}" are not supported by this version.`,
          hint: `It executes ${supportedKinds.join(', ')}.`,
        };
      if (kinds.length > 1)
        yield {
          path,
          message: `A step has one kind, this one has ${kinds.join(' and ')}.`,
          hint: 'Make two steps of it.',
        };
      if (kinds.length === 0 && planned.length === 0) {
        const stranger = keys.find((key) => !commonKeys.includes(key));
        yield {
          path,
          message: 'The step does nothing: it has no kind.',
          hint:
            stranger === undefined ? `Add one of ${supportedKinds.join(', ')}.` : didYouMean(stranger, supportedKinds),
        };
      }
    }
  },
};
