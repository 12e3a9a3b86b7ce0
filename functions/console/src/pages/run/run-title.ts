import type { RunView } from '../../api/types.ts';
import { runSignal, type Signal } from '../../ui/status.ts';

const marks: Record<Signal, string> = {
  pending: '○',
  running: '▸',
  awaiting: '‖',
  complete: '✓',
  failed: '✕',
  refused: '△',
  skipped: '»',
  cancelled: '⊘',
  rejected: '✕',
  blocked: '⧗',
  interrupted: 'ϟ',
  timeout: '◷',
  partial: '◕',
};

/** What a tab of the browser is called: the state first, since the rest may be cut off. */
export function titleOf(run: RunView): string {
  const { signal, word } = runSignal(run);
  return `${marks[signal]} ${word} · ${run.title}`;
}
