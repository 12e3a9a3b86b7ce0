import { didYouMean } from '../did-you-mean.ts';
import type { Path } from '../document.ts';
import { triggersIn } from '../triggers-in.ts';
import type { Finding, Rule } from './rule.ts';

/** Operators of event patterns that are served (EventBridge guide, "Comparison operators"); `cidr` is the one that is not. */
const operators = ['prefix', 'suffix', 'equals-ignore-case', 'exists', 'numeric', 'wildcard', 'anything-but'];

function* inside(pattern: unknown, path: Path): Generator<Finding> {
  if (pattern === null || typeof pattern !== 'object' || Array.isArray(pattern)) {
    yield {
      path,
      message: 'A field of a pattern is a list of alternatives, or an object of fields.',
      hint: 'Write [value].',
    };
    return;
  }
  for (const [field, wanted] of Object.entries(pattern)) {
    const at = [...path, field];
    if (!Array.isArray(wanted)) yield* inside(wanted, at);
    else if (wanted.length === 0) yield { path: at, message: `"${field}" has no alternative: no event would fit.` };
    else if (field === '$or') for (const [index, each] of wanted.entries()) yield* inside(each, [...at, index]);
    else
      for (const [index, each] of wanted.entries())
        for (const operator of each !== null && typeof each === 'object' ? Object.keys(each) : [])
          if (!operators.includes(operator))
            yield {
              path: [...at, index],
              message: `The operator "${operator}" of event patterns is not supported.`,
              hint: didYouMean(operator, operators),
            };
  }
}

/** Services of AWS publish to the account's default bus, and nobody else may use their names (EventBridge guide, "Events from AWS services"). */
const isOfAws = (source: unknown): boolean => typeof source === 'string' && source.startsWith('aws.');

/** Patterns are checked when they are published: every operator that is not served is refused by name. */
export const eventPattern: Rule = {
  code: 'event-pattern',
  *check({ raw }) {
    const ids = new Set<unknown>();
    for (const { path: event, trigger } of triggersIn(raw, 'event')) {
      const { id, bus, pattern } = trigger;
      if (id !== undefined && ids.has(id))
        yield { path: [...event, 'id'], message: `There are two events "${String(id)}".` };
      ids.add(id);
      if (pattern === undefined) continue;
      const path = [...event, 'pattern'];
      if (pattern !== null && typeof pattern === 'object' && Object.keys(pattern).length === 0)
        yield {
          path,
          message: 'An empty pattern would fit every event of the account.',
          hint: 'Name a source: [my.application].',
        };
      yield* inside(pattern, path);
      const sources = pattern !== null && typeof pattern === 'object' ? Reflect.get(pattern, 'source') : undefined;
      if (bus === 'deployment' && Array.isArray(sources) && sources.length > 0 && sources.every(isOfAws))
        yield {
          path: [...path, 'source'],
          severity: 'warning',
          message:
            'Events of AWS services arrive on the default bus of the account, never on the one of the deployment.',
          hint: 'Write bus: default.',
        };
    }
  },
};
