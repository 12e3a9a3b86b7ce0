import { type Document, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Diagnostic, Position } from './diagnostic.ts';

/** Keys and indexes from the root of the document. */
export type Path = (string | number)[];

/** The text of a flow, parsed: its data, and where in the text each part of it stands. */
export interface FlowDocument {
  data: unknown;
  diagnostics: Diagnostic[];
  /** Position of the value at `path`, of its nearest parent when it is absent; of `within` inside a scalar when given. */
  positionOf(path: Path, within?: { text: string; offset: number }): Position | undefined;
}

/** UTF-8 bytes that the text of a flow may have. */
export const maxFlowBytes = 256 * 1024;
const maxAliases = 100;

/** `steps[2].needs[0]`, as diagnostics write it. */
export function printPath(path: Path): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`)).join('');
}

function startOf(document: Document.Parsed, path: Path): number | undefined {
  for (let length = path.length; length >= 0; length--) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    const range =
      node !== null && typeof node === 'object' && 'range' in node
        ? (node.range as [number, number, number] | null | undefined)
        : undefined;
    if (range) return range[0];
  }
  return undefined;
}

/** Parses YAML 1.2 or JSON; JSON must be strict JSON besides. Never throws on a user's text. */
export function parseDocumentText(text: string, format: 'yaml' | 'json'): FlowDocument {
  const lines = new LineCounter();
  const diagnostics: Diagnostic[] = [];
  const none: FlowDocument = { data: undefined, diagnostics, positionOf: () => undefined };
  if (new TextEncoder().encode(text).length > maxFlowBytes) {
    diagnostics.push({
      severity: 'error',
      code: 'too-large',
      path: '',
      message: `The flow is larger than ${maxFlowBytes / 1024} KB.`,
      hint: 'Move large constants into parameters or variables.',
    });
    return none;
  }
  const document = parseDocument(text, {
    lineCounter: lines,
    uniqueKeys: true,
    prettyErrors: false,
    schema: 'core',
    version: '1.2',
  });
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  for (const problem of [...document.errors, ...document.warnings]) {
    diagnostics.push({
      severity: 'error',
      code: 'syntax',
      path: '',
      position: at(problem.pos[0]),
      message: problem.message.split('\n')[0] ?? problem.message,
    });
  }
  if (format === 'json' && diagnostics.length === 0) {
    try {
      JSON.parse(text);
    } catch (error) {
      const offset = Number(/position (\d+)/.exec(String(error))?.[1] ?? 0);
      diagnostics.push({
        severity: 'error',
        code: 'syntax',
        path: '',
        position: at(offset),
        message: `Not valid JSON: ${error instanceof Error ? error.message : String(error)}`,
        hint: 'Send YAML as application/yaml.',
      });
    }
  }
  const positionOf: FlowDocument['positionOf'] = (path, within) => {
    const start = startOf(document, path);
    if (start === undefined) return undefined;
    if (within === undefined) return at(start);
    const node = document.getIn(path, true);
    const end = isScalar(node) && node.range ? node.range[1] : text.length;
    const found = text.indexOf(within.text, start);
    return at(found < 0 || found + within.offset > end ? start : found + within.offset);
  };
  try {
    return {
      data: document.errors.length > 0 ? undefined : document.toJS({ maxAliasCount: maxAliases }),
      diagnostics,
      positionOf,
    };
  } catch (error) {
    diagnostics.push({
      severity: 'error',
      code: 'syntax',
      path: '',
      message: error instanceof Error ? error.message : String(error),
    });
    return { ...none, positionOf };
  }
}
