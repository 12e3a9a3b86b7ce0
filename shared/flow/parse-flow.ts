import { defined } from './defined.ts';
import type { Diagnostic } from './diagnostic.ts';
import { parseDocumentText, printPath } from './document.ts';
import { readDraft } from './draft.ts';
import type { Flow } from './flow.ts';
import { normalizeFlow } from './normalize.ts';
import { allRules } from './rules/all-rules.ts';
import { flowSchema } from './schema/flow-schema.ts';
import { schemaDiagnostics } from './schema-diagnostics.ts';

/** A flow when its text has no error, and everything that is to be said about the text, in its order. */
export interface ParsedFlow {
  flow?: Flow;
  diagnostics: Diagnostic[];
}

const inTextOrder = (a: Diagnostic, b: Diagnostic) =>
  (a.position?.line ?? 0) - (b.position?.line ?? 0) || (a.position?.column ?? 0) - (b.position?.column ?? 0);

/** Reads the text of a flow. Answers all diagnostics at once, with line and column; never throws on a user's text. */
export function parseFlow(text: string, format: 'yaml' | 'json' = 'yaml'): ParsedFlow {
  const document = parseDocumentText(text, format);
  if (document.data === undefined) {
    const nothing: Diagnostic = {
      severity: 'error',
      code: 'empty',
      path: '',
      message: 'There is no flow in this text.',
    };
    return { diagnostics: document.diagnostics.length > 0 ? document.diagnostics : [nothing] };
  }
  const diagnostics = [...document.diagnostics];
  const checked = flowSchema.safeParse(document.data);
  if (!checked.success)
    diagnostics.push(...schemaDiagnostics(checked.error.issues, (path) => document.positionOf(path)));
  const draft = readDraft(document.data);
  for (const rule of allRules) {
    for (const { path, within, severity = 'error', message, hint } of rule.check(draft)) {
      const position = document.positionOf(path, within);
      diagnostics.push(defined({ severity, code: rule.code, path: printPath(path), message, position, hint }));
    }
  }
  diagnostics.sort(inTextOrder);
  if (!checked.success || diagnostics.some((each) => each.severity === 'error')) return { diagnostics };
  return { flow: normalizeFlow(checked.data), diagnostics };
}
