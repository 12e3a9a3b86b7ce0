import type { Path } from './document.ts';

/** The triggers of one kind that a document has, each with its place; what is no object is the schema's to refuse. */
export function* triggersIn(
  raw: Record<string, unknown>,
  kind: 'schedule' | 'webhook' | 'event',
): Generator<{ path: Path; trigger: Record<string, unknown> }> {
  for (const [index, each] of (Array.isArray(raw.on) ? raw.on : []).entries()) {
    const trigger: unknown = each !== null && typeof each === 'object' ? Reflect.get(each, kind) : undefined;
    if (trigger !== null && typeof trigger === 'object')
      yield { path: ['on', index, kind], trigger: trigger as Record<string, unknown> };
  }
}
