import type { Rule } from './rule.ts';

/** Every `{{ }}` closes and holds a JSONata expression that parses (https://docs.jsonata.org). */
export const expressionsParse: Rule = {
  code: 'expression-syntax',
  *check(draft) {
    for (const { path, text, offset } of draft.unclosed)
      yield {
        path,
        within: { text: text.slice(offset), offset: 0 },
        message: 'This {{ is never closed.',
        hint: 'Write }} after the expression, outside of strings and braces.',
      };
    for (const { source, parsed, path } of [...draft.expressions, ...draft.steps.flatMap((step) => step.expressions)]) {
      if (!parsed.ok)
        yield {
          path,
          within: { text: source, offset: parsed.position },
          message: `The expression does not parse: ${parsed.message}`,
        };
    }
  },
};
