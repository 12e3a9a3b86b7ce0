import type { Diagnostic } from './diagnostic.ts';

/** One diagnostic with its source line and a caret under the place, as a terminal shows it. */
export function printDiagnostic(diagnostic: Diagnostic, source: string, file = 'flow'): string {
  const { position, severity, code, message, hint, path } = diagnostic;
  const place = position === undefined ? `${file} ${path}` : `${file}:${position.line}:${position.column}`;
  const lines = [`${place} ${severity} ${code}: ${message}`];
  if (position !== undefined) {
    const margin = String(position.line);
    const text = source.split(/\r?\n/)[position.line - 1] ?? '';
    lines.push(
      ` ${margin} | ${text}`,
      ` ${' '.repeat(margin.length)} | ${' '.repeat(Math.max(0, position.column - 1))}^`,
    );
  }
  if (hint !== undefined) lines.push(`   ${hint}`);
  return lines.join('\n');
}
