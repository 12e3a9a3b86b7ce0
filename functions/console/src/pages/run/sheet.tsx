import { ChevronDown, ChevronUp } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Badge } from '../../ui/badge.tsx';
import { stepSignal } from '../../ui/status.ts';
import { Spent, Starter } from './run-summary.tsx';
import type { Shown } from './shown.ts';

/**
 * What the inspector is where there is no room beside the canvas: a sheet at its foot. It covers a part only, so that the canvas can be
 * used meanwhile; folded it is one line.
 */
export function Sheet({
  chosen,
  label,
  line,
  children,
}: {
  chosen: string | undefined;
  label: string;
  line: ReactNode;
  children: ReactNode;
}) {
  const [folded, setFolded] = useState<string | false>(chosen === undefined ? '' : false);
  // Another step opens the sheet again; the run itself begins folded.
  const isFolded = folded === (chosen ?? '');
  const Icon = isFolded ? ChevronUp : ChevronDown;
  return (
    <section
      aria-label={label}
      className="absolute inset-x-0 bottom-0 z-10 flex max-h-[56%] flex-col rounded-t-card border-t border-line bg-surface shadow-[0_-4px_16px_rgb(0_0_0/0.08)]"
    >
      <button
        type="button"
        aria-expanded={!isFolded}
        onClick={() => setFolded(isFolded ? false : (chosen ?? ''))}
        className="flex min-h-11 shrink-0 items-center justify-between gap-4 px-5 text-left"
      >
        <span className="flex min-w-0 items-center gap-3">{line}</span>
        <Icon aria-hidden size={18} className="shrink-0 text-ink-3" />
      </button>
      {!isFolded && <div className="min-h-0 overflow-y-auto border-t border-line">{children}</div>}
    </section>
  );
}

/** The one line of a folded sheet: the step, or the run. */
export function SheetLine({ run, fetchedAt, chosen }: Shown & { chosen: string | undefined }) {
  const step = run.steps.find(({ path }) => path === chosen);
  if (step !== undefined)
    return (
      <>
        <strong className="truncate">{step.title}</strong>
        <Badge {...stepSignal(step.status)} />
      </>
    );
  return (
    <>
      <strong>About this run</strong>
      <span className="truncate text-ink-2">
        <Starter trigger={run.trigger} />
      </span>
      <Spent run={run} fetchedAt={fetchedAt} />
    </>
  );
}
