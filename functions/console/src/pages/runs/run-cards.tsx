import { useRef } from 'react';
import type { RunRow } from '../../api/types.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { useRowKeys } from '../../ui/rows.ts';
import { shortId } from '../../ui/short-id.ts';
import { Time } from '../../ui/time.tsx';
import { RunDuration, RunLink, RunStatusCell, RunTrigger } from './run-cells.tsx';
import type { Selection } from './selection.ts';

/** The list on a narrow screen: a card per run. */
export function RunCards({ runs, selection: { ticked, set } }: { runs: readonly RunRow[]; selection: Selection }) {
  const list = useRef<HTMLUListElement>(null);
  useRowKeys(
    list,
    runs.map(({ id }) => id),
  );
  return (
    <ul ref={list} aria-label="Runs, newest first" className="flex flex-col gap-2 px-4 py-3">
      {runs.map((run) => {
        const on = ticked.has(run.id);
        return (
          <li
            key={run.id}
            data-row={run.id}
            className={`relative flex flex-col gap-2 rounded-card border p-3 ${on ? 'border-ink bg-line/50' : 'border-line bg-surface'}`}
          >
            <div className="flex items-start gap-2">
              <RunLink run={run} className="min-w-0 grow break-words" />
              <div className="relative z-10 -mt-0.5 -mr-0.5">
                <Checkbox
                  label={`Select ${run.title} ${shortId(run.id)}`}
                  checked={on}
                  onChange={() => set([run.id], !on)}
                />
              </div>
            </div>
            <div className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1">
              <RunStatusCell run={run} />
              <span className="text-ink-2">
                <RunDuration run={run} />
              </span>
            </div>
            <div className="flex flex-wrap justify-between gap-x-3 text-meta text-ink-2">
              <RunTrigger run={run} />
              <span className="text-ink-3">
                {run.environment} · <Time at={run.startedAt} />
              </span>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
