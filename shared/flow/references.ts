import jsonata from 'jsonata';

/** What an expression may begin a path with; DESIGN.md §3. */
export const scopeNames = ['params', 'trigger', 'steps', 'run', 'env', 'item', 'index', 'context', 'secrets'] as const;

/** A path that an expression reads, for instance `['steps', 'contract', 'output', 'body']`; the first part may be unknown. */
export interface Reference {
  path: string[];
  position: number;
}

/** Everything a rule needs to know about one expression's source. */
export type ParsedExpression =
  | { ok: true; references: Reference[]; functions: string[]; constant?: unknown }
  | { ok: false; message: string; position: number };

type Node = Record<string, unknown> & { type?: string };

const isNode = (value: unknown): value is Node => value !== null && typeof value === 'object' && !Array.isArray(value);

/** The names a path goes through, up to the first step that is no plain name. `$$.a` and `$.a` at the root count from `a`. */
function namesOf(steps: unknown[]): string[] {
  const names: string[] = [];
  for (const [index, step] of steps.entries()) {
    if (!isNode(step)) break;
    if (index === 0 && step.type === 'variable' && (step.value === '' || step.value === '$')) continue;
    if (step.type !== 'name' && step.type !== 'string') break;
    names.push(String(step.value));
    if (step.stages !== undefined || step.predicate !== undefined || step.group !== undefined) break;
  }
  return names;
}

/** Collects references; `root` is true while names are looked up in the scope rather than in some value. */
function walk(node: unknown, root: boolean, found: { references: Reference[]; functions: string[] }): void {
  if (Array.isArray(node)) {
    for (const item of node) walk(item, root, found);
    return;
  }
  if (!isNode(node)) return;
  if (node.type === 'path' && Array.isArray(node.steps)) {
    const [first, ...rest] = node.steps;
    const path = namesOf(node.steps);
    const known = path[0] !== undefined && (scopeNames as readonly string[]).includes(path[0]);
    if (path.length > 0 && (root || known))
      found.references.push({ path, position: Number(isNode(first) ? (first.position ?? 0) : 0) });
    if (isNode(first) && first.type !== 'name') walk(first, root, found);
    for (const step of [first, ...rest])
      if (isNode(step)) for (const key of ['stages', 'predicate', 'group']) walk(step[key], false, found);
    for (const step of rest) if (isNode(step) && step.type !== 'name') walk(step, false, found);
    walk(node.group, false, found);
    return;
  }
  if (node.type === 'function' && isNode(node.procedure) && node.procedure.type === 'variable')
    found.functions.push(String(node.procedure.value));
  const inside = root && node.type !== 'lambda' && node.type !== 'filter' && node.type !== 'sort';
  for (const [key, value] of Object.entries(node))
    if (key !== 'type' && typeof value === 'object') walk(value, inside, found);
}

/** Parses an expression (jsonata's parser; nothing is evaluated) and lists what it reads. Never throws. */
export function parseExpression(source: string): ParsedExpression {
  try {
    const ast: unknown = jsonata(source).ast();
    const found: { references: Reference[]; functions: string[] } = { references: [], functions: [] };
    walk(ast, true, found);
    const constant =
      isNode(ast) && (ast.type === 'value' || ast.type === 'number' || ast.type === 'string')
        ? { constant: ast.value }
        : {};
    return { ok: true, ...found, ...constant };
  } catch (error) {
    const { message, position } = error as { message?: string; position?: number };
    return {
      ok: false,
      message: message ?? String(error),
      position: Math.max(0, Math.min(source.length, (position ?? 1) - 1)),
    };
  }
}
