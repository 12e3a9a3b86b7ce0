import { ChevronUp } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Badge } from '../../ui/badge.tsx';
import { Breakdown } from './breakdown.tsx';
import { Starter } from './run-summary.tsx';
import type { Shown } from './shown.ts';
import { standingOf } from './standing.ts';

/** The one line of a folded sheet: the step, or the run. */
function Line({ chosen, ...shown }: Shown & { chosen: string | undefined }) {
  const { run } = shown;
  const step = run.steps.find(({ path }) => path === chosen);
  if (step !== undefined)
    return (
      <>
        <strong className="truncate">{step.title}</strong>
        <Badge {...standingOf(step, run)} />
      </>
    );
  return (
    <>
      <strong className="whitespace-nowrap">About this run</strong>
      <span className="truncate text-ink-2">
        <Starter trigger={run.trigger} />
      </span>
      <span className="ml-auto whitespace-nowrap">
        <Breakdown {...shown} />
      </span>
    </>
  );
}

/**
 * What the inspector is where there is no room beside the canvas: a sheet below it, which leaves the canvas in use. Folded it is one
 * line; another step opens it again.
 */
export function Sheet({ chosen, children, ...shown }: Shown & { chosen: string | undefined; children: ReactNode }) {
  const of = chosen ?? '';
  const [folded, setFolded] = useState<string | undefined>(chosen === undefined ? of : undefined);
  const isFolded = folded === of;
  return (
    <section
      aria-label={chosen === undefined ? 'The run' : 'The chosen step'}
      className="flex max-h-[60%] shrink-0 flex-col border-t border-line bg-surface"
    >
      {isFolded ? (
        <button
          type="button"
          aria-expanded={false}
          onClick={() => setFolded(undefined)}
          className="flex min-h-12 shrink-0 items-center gap-3 px-5 text-left focus-visible:-outline-offset-2"
        >
          <Line {...shown} chosen={chosen} />
          <ChevronUp aria-hidden size={18} className="ml-auto shrink-0 text-ink-3" />
        </button>
      ) : (
        <>
          <button
            type="button"
            aria-expanded
            aria-label="Fold the sheet"
            title="Fold the sheet"
            onClick={() => setFolded(of)}
            className="group grid h-6 w-full shrink-0 place-items-center focus-visible:-outline-offset-2"
          >
            <span aria-hidden className="h-1 w-12 rounded-full bg-control group-hover:bg-ink" />
          </button>
          <div className="-mt-2 min-h-0 overflow-y-auto">{children}</div>
        </>
      )}
    </section>
  );
}
