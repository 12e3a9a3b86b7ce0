import type { EditorState } from '@codemirror/state';

/** From where to where a finding is marked: the word or the quoted text that stands at its place. */
export function extentOf(
  { doc }: EditorState,
  position: { line: number; column: number },
): { from: number; to: number } {
  const line = doc.line(Math.min(Math.max(1, position.line), doc.lines));
  const from = Math.min(line.from + position.column - 1, line.to);
  const rest = line.text.slice(from - line.from);
  const length = /^("[^"]*"|'[^']*'|[\w$.`-]+|\S+)/.exec(rest)?.[0].length ?? 0;
  // Where nothing stands any more the last word of the line is marked.
  return length > 0 ? { from, to: from + length } : { from: Math.max(line.from, from - 1), to: from };
}
