import type { Rule } from './rule.ts';

/** Functions that Step Functions' JSONata does not offer, or that would run what they are given. */
const refused = new Map([['eval', 'Data is never run as an expression. Write the expression itself.']]);

/** Expressions use the functions of JSONata 2.0.6 without `$eval`, as Step Functions does (Step Functions guide, "Transforming data with JSONata"). */
export const expressionsAllowed: Rule = {
  code: 'function-not-allowed',
  *check(draft) {
    for (const { source, parsed, path } of [...draft.expressions, ...draft.steps.flatMap((step) => step.expressions)]) {
      for (const name of parsed.ok ? parsed.functions : []) {
        const hint = refused.get(name);
        if (hint !== undefined)
          yield {
            path,
            within: { text: source, offset: source.indexOf(`$${name}`) },
            message: `$${name} is not allowed in a flow.`,
            hint,
          };
      }
    }
  },
};
