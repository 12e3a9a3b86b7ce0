import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { Tabs } from 'radix-ui';
import { lazy, Suspense, useCallback, useMemo } from 'react';
import type { RunView as Run } from '../../api/types.ts';
import { useZone } from '../../app/preferences.ts';
import { Loading } from '../../ui/states.tsx';
import { useMedia } from '../../ui/use-media.ts';
import { Announcer } from './announcer.tsx';
import { EventsTab } from './events-tab.tsx';
import { FailureJump, failuresOf } from './failure-jump.tsx';
import { Inspector } from './inspector.tsx';
import { Notice } from './notice.tsx';
import { ParametersTab } from './parameters-tab.tsx';
import { Progress } from './progress.tsx';
import { useSkew } from './run-clock.ts';
import { RunHeader } from './run-header.tsx';
import { RunStrip } from './run-strip.tsx';
import { RunSummary } from './run-summary.tsx';
import { Sheet } from './sheet.tsx';
import type { Shown, Tab } from './shown.ts';
import { looksOf, stepOfInterest } from './step-looks.ts';
import { TimelineTab } from './timeline-tab.tsx';
import { useRunKeys } from './use-run-keys.ts';

const loadCanvas = () =>
  import('../../canvas/flow-canvas.tsx').then(({ FlowCanvas: component }) => ({ default: component }));
const FlowCanvas = lazy(loadCanvas);
// Fetched at the same time as the run, where it will be shown.
if (matchMedia('(min-width: 768px)').matches) void loadCanvas();
const route = getRouteApi('/signed-in/runs/$id');

const words: Record<Tab, string> = {
  canvas: 'Canvas',
  timeline: 'Timeline',
  parameters: 'Parameters',
  events: 'Events',
};

/** A run that was fetched: header, tabs, and beside or below them what is known of the run or of the chosen step. */
export function RunView({
  run,
  fetchedAt,
  stale,
  retry,
}: {
  run: Run;
  fetchedAt: number;
  stale: boolean;
  retry: () => void;
}) {
  const { tab: asked, step } = route.useSearch();
  const navigate = useNavigate({ from: '/runs/$id' });
  const roomy = useMedia('(min-width: 768px)');
  const wide = useMedia('(min-width: 1200px)');
  const zone = useZone();
  const skew = useSkew(run, fetchedAt);
  const tabs: Tab[] = roomy ? ['canvas', 'timeline', 'parameters', 'events'] : ['timeline', 'parameters', 'events'];
  const tab: Tab = asked !== undefined && tabs.includes(asked) ? asked : roomy ? 'canvas' : 'timeline';
  const open = useCallback(
    (next: { tab?: Tab; step?: string | undefined }) =>
      void navigate({
        to: '/runs/$id',
        params: { id: run.id },
        search: (before) => ({ ...before, ...next }),
        replace: true,
        resetScroll: false,
      }),
    [navigate, run.id],
  );
  const choose = useCallback((path: string | undefined) => open({ step: path }), [open]);
  const { steps, checkpoints, endedAt } = run;
  const lookOf = useMemo(
    () => looksOf({ steps, checkpoints, endedAt }, skew, zone),
    [steps, checkpoints, endedAt, skew, zone],
  );
  const known = steps.some(({ path }) => path === step) ? step : undefined;
  const shown: Shown = { run, fetchedAt, skew, choose };
  useRunKeys(run, tabs, open, known);
  const inspects = tab === 'canvas' && known !== undefined;
  const aside = inspects ? (
    <Inspector {...shown} path={known} />
  ) : (
    <RunSummary {...shown} asks={tab !== 'timeline'} values={tab !== 'parameters'} />
  );
  return (
    <div className="flex grow flex-col md:h-[calc(100dvh-56px)] md:min-h-[600px]">
      <RunHeader run={run} fetchedAt={fetchedAt} stale={stale} retry={retry} />
      <Notice {...shown} />
      <Tabs.Root
        value={tab}
        onValueChange={(value) => open({ tab: value as Tab })}
        className="flex min-h-0 grow flex-col"
      >
        <div className="flex flex-wrap items-center justify-between gap-x-6 max-md:gap-x-3 border-b border-line bg-surface px-5 max-md:sticky max-md:top-14 max-md:z-20 max-md:px-4">
          <Tabs.List aria-label="Views of the run" className="flex gap-5 max-md:gap-3">
            {tabs.map((each) => (
              <Tabs.Trigger
                key={each}
                value={each}
                className="h-11 border-b-2 border-transparent text-ink-2 hover:text-ink data-[state=active]:border-ink data-[state=active]:font-semibold data-[state=active]:text-ink"
              >
                {words[each]}
              </Tabs.Trigger>
            ))}
          </Tabs.List>
          <div className="flex items-center gap-4">
            <FailureJump run={run} chosen={known} choose={choose} />
            {(!wide || inspects) && <Progress run={run} quiet={failuresOf(run).length > 0} />}
          </div>
        </div>
        <div className="grid min-h-0 grow grid-cols-[minmax(0,1fr)] min-[1200px]:grid-cols-[minmax(0,1fr)_380px]">
          <div className="relative flex min-h-0 min-w-0 flex-col">
            {roomy && (
              <Tabs.Content
                value="canvas"
                tabIndex={-1}
                className="flex min-h-0 grow flex-col outline-none data-[state=inactive]:hidden"
              >
                <div className="relative min-h-0 grow">
                  <Suspense fallback={<Loading label="Loading the canvas" />}>
                    <FlowCanvas
                      graph={run.graph}
                      lookOf={lookOf}
                      chosen={known}
                      onChoose={choose}
                      follow={stepOfInterest(run)}
                    />
                  </Suspense>
                </div>
                {!wide && (
                  <Sheet {...shown} chosen={known}>
                    {aside}
                  </Sheet>
                )}
              </Tabs.Content>
            )}
            <Tabs.Content value="timeline" tabIndex={-1} className="min-h-0 grow outline-none md:overflow-y-auto">
              {!wide && <RunSummary {...shown} folded={!roomy} asks={false} />}
              <TimelineTab {...shown} chosen={known} />
            </Tabs.Content>
            <Tabs.Content value="parameters" className="min-h-0 grow outline-none md:overflow-y-auto">
              <ParametersTab run={run} />
            </Tabs.Content>
            <Tabs.Content value="events" className="min-h-0 grow outline-none md:overflow-y-auto">
              <EventsTab run={run} choose={choose} />
            </Tabs.Content>
          </div>
          {wide && (
            <aside
              aria-label={inspects ? 'The chosen step' : 'The run'}
              className="min-h-0 overflow-y-auto border-l border-line bg-surface"
            >
              {aside}
            </aside>
          )}
        </div>
      </Tabs.Root>
      <RunStrip run={run} />
      <Announcer run={run} />
    </div>
  );
}
