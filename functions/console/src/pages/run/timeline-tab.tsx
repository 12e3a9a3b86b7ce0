import { ToggleGroup } from 'radix-ui';
import { useCallback, useEffect, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { useKey } from '../../ui/keys.ts';
import { Breakdown } from './breakdown.tsx';
import { Gantt } from './gantt.tsx';
import { hasValues } from './inspector.tsx';
import type { Shown } from './shown.ts';
import { TimelineCard } from './timeline-card.tsx';

const choice =
  'h-8 rounded-control px-3 text-meta text-ink-2 data-[state=on]:bg-line data-[state=on]:font-semibold data-[state=on]:text-ink';

/** Every step in the order of the flow: as cards, or by time. */
export function TimelineTab({ chosen, ...shown }: Shown & { chosen: string | undefined }) {
  const { run, choose } = shown;
  const [view, setView] = useState<'steps' | 'time'>('steps');
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const expandable = run.steps.filter(hasValues);
  const expand = () => setOpen(new Set(expandable.map(({ path }) => path)));
  const collapse = () => setOpen(new Set());
  useKey('e', expand);
  useKey('w', collapse);
  useEffect(() => {
    if (chosen !== undefined) setOpen((known) => (known.has(chosen) ? known : new Set([...known, chosen])));
  }, [chosen]);
  const toggle = useCallback(
    (path: string) =>
      setOpen((known) => {
        const next = new Set(known);
        if (!next.delete(path)) next.add(path);
        return next;
      }),
    [],
  );
  return (
    <div className="flex max-w-[1040px] flex-col gap-4 p-5 max-md:p-4">
      <h2 className="sr-only">Steps</h2>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <Breakdown {...shown} />
        <div className="flex items-center gap-2">
          {view === 'steps' && expandable.length > 0 && (
            <Button
              look="quiet"
              className="h-8! px-2.5! text-meta"
              title={open.size === 0 ? 'Expand all (e)' : 'Collapse all (w)'}
              onClick={open.size === 0 ? expand : collapse}
            >
              {open.size === 0 ? 'Expand all' : 'Collapse all'}
            </Button>
          )}
          <ToggleGroup.Root
            type="single"
            value={view}
            onValueChange={(value) => {
              if (value === 'steps' || value === 'time') setView(value);
            }}
            aria-label="Show the steps"
            className="flex gap-0.5 rounded-control border border-line p-0.5"
          >
            <ToggleGroup.Item value="steps" className={choice}>
              Steps
            </ToggleGroup.Item>
            <ToggleGroup.Item value="time" className={choice}>
              Time
            </ToggleGroup.Item>
          </ToggleGroup.Root>
        </div>
      </div>
      {view === 'time' ? (
        <Gantt {...shown} chosen={chosen} />
      ) : (
        <ol className="flex flex-col overflow-hidden">
          {run.steps.map((step, index) => (
            <TimelineCard
              key={step.path}
              run={run}
              skew={shown.skew}
              step={step}
              number={index + 1}
              open={open.has(step.path)}
              chosen={chosen === step.path}
              onToggle={toggle}
              choose={choose}
            />
          ))}
        </ol>
      )}
    </div>
  );
}
