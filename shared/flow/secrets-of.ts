import type { Step } from './flow.ts';
import { parseExpression } from './references.ts';
import { parseTemplate, stringsIn } from './template.ts';

/** Names of the secrets that a step uses; only requests may (rule `unknown-reference`). */
export function secretsOf(step: Step): string[] {
  if (step.kind !== 'http') return [];
  const names = [...stringsIn(step.http)].flatMap(({ text }) =>
    parseTemplate(text).parts.flatMap((part) => {
      const parsed = part.type === 'expression' ? parseExpression(part.source) : undefined;
      const references = parsed?.ok === true ? parsed.references : [];
      return references.flatMap(({ path: [root, name] }) => (root === 'secrets' && name !== undefined ? [name] : []));
    }),
  );
  return [...new Set(names)];
}
