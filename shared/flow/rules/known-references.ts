import { didYouMean } from '../did-you-mean.ts';
import type { Path } from '../document.ts';
import { ancestorsOf, type Draft, type DraftExpression, type DraftStep } from '../draft.ts';
import { type Reference, scopeNames } from '../references.ts';
import type { Finding, Rule } from './rule.ts';

const usable = scopeNames.filter((name) => name !== 'item' && name !== 'index');

/** Names of the parameters when the schema lists them and allows no others by pattern; undefined when any name may come. */
function paramNames(draft: Draft): string[] | undefined {
  const schema = draft.raw.params;
  if (schema === undefined) return [];
  if (schema === null || typeof schema !== 'object' || !('properties' in schema)) return undefined;
  const { properties } = schema;
  if (
    properties === null ||
    typeof properties !== 'object' ||
    ['patternProperties', '$ref', 'allOf', 'anyOf', 'oneOf'].some((key) => key in schema)
  )
    return undefined;
  if ('additionalProperties' in schema && schema.additionalProperties !== false) return undefined;
  return Object.keys(properties);
}

function checkStep(
  name: string,
  draft: Draft,
  step: DraftStep | undefined,
): { message: string; hint?: string } | undefined {
  const ids = draft.steps.flatMap((each) => each.id ?? []);
  if (!ids.includes(name)) {
    const hyphened = ids.find((id) => id.startsWith(`${name}-`));
    return {
      message: `There is no step "${name}".`,
      hint:
        hyphened === undefined
          ? didYouMean(name, ids)
          : `A hyphen is a minus in an expression: write steps.\`${hyphened}\` with backticks.`,
    };
  }
  if (step?.id === undefined || ancestorsOf(draft, step.id).has(name)) return undefined;
  if (step.id === name) return { message: 'A step cannot refer to its own result.' };
  return {
    message: `Step "${name}" cannot have run when "${step.id}" does.`,
    hint:
      draft.order === 'sequence'
        ? `Move "${name}" before "${step.id}".`
        : `Add "${name}" to the needs of "${step.id}".`,
  };
}

/** A secret goes into a request and nowhere else: what a transform makes of it would be recorded. */
function checkSecret(name: string | undefined, where: Path): { message: string; hint?: string } | undefined {
  if (where[0] !== 'steps' || where[2] !== 'http')
    return {
      message: 'A secret may be used in the request of an http step only.',
      hint: 'Use a variable of the environment ({{ env.NAME }}) for what is not secret.',
    };
  if (name === undefined)
    return { message: 'A secret is named where it is used.', hint: 'Write {{ secrets.NAME }}, for instance.' };
  return undefined;
}

/** What expressions may use that decide whether a run starts. */
const knownAtStart = new Set(['params', 'env', 'trigger', 'context']);

function checkReference(
  { path: [root = '', name] }: Reference,
  draft: Draft,
  step: DraftStep | undefined,
  where: Path,
): { message: string; hint?: string } | undefined {
  if (where[0] === 'on' && root !== 'trigger' && root !== 'env')
    return {
      message: `"${root}" is not there yet when a trigger is mapped.`,
      hint: 'Use trigger (body, headers and query of a webhook, event of an event) and env.',
    };
  if ((where[0] === 'limits' || where[0] === 'preflight') && !knownAtStart.has(root))
    return { message: `"${root}" is not there yet when a run starts.`, hint: 'Use params, env, trigger and context.' };
  if (root === 'secrets') return checkSecret(name, where);
  if (root === 'item' || root === 'index') return { message: `"${root}" is known inside a foreach only.` };
  if (!(scopeNames as readonly string[]).includes(root)) {
    const ids = draft.steps.flatMap((each) => each.id ?? []);
    const params = paramNames(draft) ?? [];
    const hint = params.includes(root)
      ? `Write params.${root}.`
      : ids.includes(root)
        ? `Write steps.${root}.output.`
        : didYouMean(root, usable);
    return { message: `Nothing is called "${root}" here.`, hint };
  }
  if (root === 'params' && name !== undefined) {
    const names = paramNames(draft);
    if (names !== undefined && !names.includes(name))
      return {
        message: `The flow has no parameter "${name}".`,
        hint:
          names.length === 0
            ? `Declare it: params: { type: object, properties: { ${name}: { type: string } } }.`
            : didYouMean(name, names),
      };
  }
  if (root === 'steps' && name !== undefined) return checkStep(name, draft, step);
  return undefined;
}

function* findings(draft: Draft, expressions: DraftExpression[], step?: DraftStep): Generator<Finding> {
  for (const { parsed, source, path } of expressions) {
    if (!parsed.ok) continue;
    let told = false;
    for (const reference of parsed.references) {
      const wrong = checkReference(reference, draft, step, path);
      // `steps.sign-off` reads as a subtraction: its second half would be told as an unknown name besides.
      if (wrong === undefined || (told && reference.path.length <= 2 && wrong.message.startsWith('Nothing is called')))
        continue;
      told = wrong.hint?.includes('backticks') ?? false;
      yield {
        path,
        within: { text: source, offset: Math.max(0, reference.position - (reference.path[0]?.length ?? 0)) },
        ...wrong,
      };
    }
  }
}

/** Expressions read what exists: parameters of the schema, and steps that have ended by then (DESIGN §3: references are resolved at publish). */
export const knownReferences: Rule = {
  code: 'unknown-reference',
  *check(draft) {
    yield* findings(draft, draft.expressions);
    for (const step of draft.steps) yield* findings(draft, step.expressions, step);
  },
};
