import type { RunRow } from '../api/types.ts';
import { runSignal, type Signal, signalIcons } from './status.ts';

/** A state as a pill: icon and word beside the colour, so that nobody needs the colour. */
export function Badge({ signal, word }: { signal: Signal; word: string }) {
  const Icon = signalIcons[signal];
  return (
    <span
      className="inline-flex h-6 shrink-0 items-center gap-1.5 rounded-full px-2.5 text-meta font-semibold whitespace-nowrap"
      style={{
        color: `var(--${signal})`,
        background: `color-mix(in srgb, var(--${signal}) var(--tint), var(--surface))`,
      }}
    >
      <Icon aria-hidden size={14} strokeWidth={2.5} />
      {word}
    </span>
  );
}

export const RunBadge = ({ run }: { run: Pick<RunRow, 'status' | 'outcome'> }) => <Badge {...runSignal(run)} />;
