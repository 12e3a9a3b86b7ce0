import type { Path } from './document.ts';
import { type ParsedExpression, parseExpression } from './references.ts';
import { parseTemplate, stringsIn } from './template.ts';

/** An expression where it stands in the document. */
export interface DraftExpression {
  source: string;
  parsed: ParsedExpression;
  path: Path;
}

/** A step as far as it can be read, however broken the rest of the document is. */
export interface DraftStep {
  index: number;
  path: Path;
  id: string | undefined;
  raw: Record<string, unknown>;
  /** As written; undefined when the step has no `needs`. */
  needs: { id: string; path: Path }[] | undefined;
  expressions: DraftExpression[];
}

/** The document as rules see it: tolerant, so that all rules speak although the schema already complains. */
export interface Draft {
  raw: Record<string, unknown>;
  steps: DraftStep[];
  order: 'sequence' | 'graph';
  /** Direct needs by step id: `needs`, or the step before in a sequence. */
  needsOf: Map<string, string[]>;
  /** Expressions outside of steps: of the flow's `output`, `limits`, `preflight`, and of its triggers. */
  expressions: DraftExpression[];
  /** Strings whose `{{` is never closed. */
  unclosed: { path: Path; text: string; offset: number }[];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

/** Keys of a step that hold no templates. */
const literalKeys = new Set(['id', 'needs', 'retry', 'output', 'timeout', 'effect', 'onError']);

function needsOf(raw: unknown, path: Path): DraftStep['needs'] {
  if (typeof raw === 'string') return [{ id: raw, path }];
  if (!Array.isArray(raw)) return undefined;
  return raw.flatMap((id, index) => (typeof id === 'string' ? [{ id, path: [...path, index] }] : []));
}

/** Reads what can be read of a parsed document; never throws. */
export function readDraft(data: unknown): Draft {
  const raw = isRecord(data) ? data : {};
  const unclosed: Draft['unclosed'] = [];
  const expressionsIn = (value: unknown, base: Path): DraftExpression[] =>
    [...stringsIn(value)].flatMap(({ text, path }) => {
      const template = parseTemplate(text);
      if (template.open !== undefined) unclosed.push({ path: [...base, ...path], text, offset: template.open });
      return template.parts.flatMap((part) =>
        part.type === 'expression'
          ? [{ source: part.source, parsed: parseExpression(part.source), path: [...base, ...path] }]
          : [],
      );
    });
  const steps = (Array.isArray(raw.steps) ? raw.steps : []).map((step: unknown, index): DraftStep => {
    const fields = isRecord(step) ? step : {};
    const path: Path = ['steps', index];
    return {
      index,
      path,
      id: typeof fields.id === 'string' ? fields.id : undefined,
      raw: fields,
      needs: needsOf(fields.needs, [...path, 'needs']),
      expressions: Object.entries(fields).flatMap(([key, value]) =>
        literalKeys.has(key) ? [] : expressionsIn(value, [...path, key]),
      ),
    };
  });
  const order = steps.some((step) => step.needs !== undefined) ? 'graph' : 'sequence';
  const direct = new Map<string, string[]>();
  for (const step of steps) {
    const before = steps[step.index - 1]?.id;
    if (step.id !== undefined && !direct.has(step.id))
      direct.set(
        step.id,
        order === 'graph' ? (step.needs ?? []).map((need) => need.id) : before === undefined ? [] : [before],
      );
  }
  return {
    raw,
    steps,
    order,
    needsOf: direct,
    expressions: ['output', 'on', 'limits', 'preflight'].flatMap((key) => expressionsIn(raw[key], [key])),
    unclosed,
  };
}

/** Every step that must have ended before `id`, directly or not; `id` itself is in it when it lies on a cycle. */
export function ancestorsOf(draft: Draft, id: string): Set<string> {
  const found = new Set<string>();
  const open = [...(draft.needsOf.get(id) ?? [])];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    open.push(...(draft.needsOf.get(next) ?? []));
  }
  return found;
}
