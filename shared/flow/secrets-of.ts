import type { Step } from './flow.ts';
import { parseExpression } from './references.ts';
import { parseTemplate, stringsIn } from './template.ts';

/** Names of the secrets that the templates of a value name, each once. */
export function secretsIn(value: unknown): string[] {
  const names = [...stringsIn(value)].flatMap(({ text }) =>
    parseTemplate(text).parts.flatMap((part) => {
      const parsed = part.type === 'expression' ? parseExpression(part.source) : undefined;
      const references = parsed?.ok === true ? parsed.references : [];
      return references.flatMap(({ path: [root, name] }) => (root === 'secrets' && name !== undefined ? [name] : []));
    }),
  );
  return [...new Set(names)];
}

/** Names of the secrets that a step uses itself; only requests may (rule `unknown-reference`). Its connection may name more. */
export function secretsOf(step: Step): string[] {
  return step.kind === 'http' ? secretsIn(step.http) : [];
}
