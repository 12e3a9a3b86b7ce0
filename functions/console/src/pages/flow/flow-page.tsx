import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Tabs } from 'radix-ui';
import { lazy, Suspense } from 'react';
import { useHotkeys } from 'react-hotkeys-hook';
import { flowQuery, healthQuery } from '../../api/flow-queries.ts';
import type { FlowView, Health } from '../../api/flow-types.ts';
import { meQuery } from '../../api/queries.ts';
import { usePreferences } from '../../app/preferences.ts';
import { flowTabs } from '../../app/searches.ts';
import { ratingOf } from '../../health/rating.ts';
import { StaleNote } from '../../ui/stale-note.tsx';
import { Loading, Problem } from '../../ui/states.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { FlowHeader } from './flow-header.tsx';
import { OffNote } from './off-switch.tsx';
import { loadRunDialog } from './run-dialog/load.ts';

const route = getRouteApi('/signed-in/flows/$id');

const CanvasTab = lazy(() => import('./canvas-tab.tsx').then(({ CanvasTab: it }) => ({ default: it })));
const VersionsTab = lazy(() => import('./versions-tab.tsx').then(({ VersionsTab: it }) => ({ default: it })));
const TriggersTab = lazy(() => import('./triggers-tab.tsx').then(({ TriggersTab: it }) => ({ default: it })));
const HealthTab = lazy(() => import('./health-tab.tsx').then(({ HealthTab: it }) => ({ default: it })));
const RunDialog = lazy(() => loadRunDialog().then(({ RunDialog: it }) => ({ default: it })));

const words = { canvas: 'Canvas', versions: 'Versions', triggers: 'Triggers', health: 'Health' };
const nobody: ReadonlySet<string> = new Set();

function titleOf(flow: FlowView | undefined, health: Health | undefined): string {
  if (flow === undefined) return 'Flow';
  const state = flow.off === undefined ? ratingOf(health?.rate ?? null)?.word : 'Off';
  return `${state === undefined ? '' : `${state} · `}${flow.title}`;
}

/** A flow: its latest version drawn, its versions, what triggers it, how it has been doing; and the dialog that runs it. */
export function FlowPage() {
  const { id } = route.useParams();
  const { tab = 'canvas', dialog, from, run } = route.useSearch();
  const navigate = route.useNavigate();
  const { keys } = usePreferences();
  const { data: me } = useQuery(meQuery);
  const flow = useQuery({ ...flowQuery(id), refetchInterval: 60_000 });
  const health = useQuery(healthQuery(id));
  const scopes = me?.scopes ?? nobody;
  const open = (next: string) =>
    void navigate({ search: (before) => ({ ...before, tab: flowTabs.find((each) => each === next) }) });
  useHotkeys('1,2,3,4', (_event, { hotkey }) => open(flowTabs[Number(hotkey) - 1] ?? 'canvas'), {
    enabled: keys === 'on' && dialog === undefined,
  });
  useTitle(titleOf(flow.data, health.data));

  if (flow.data === undefined)
    return (
      <>
        <h1 className="px-5 pt-4 text-page font-bold break-words max-md:px-4">{id}</h1>
        {flow.error === null ? (
          <Loading />
        ) : (
          <Problem error={flow.error} retry={() => void flow.refetch()} action={<Link to="/flows">All flows</Link>} />
        )}
      </>
    );
  return (
    <Tabs.Root value={tab} onValueChange={open} className="flex grow flex-col">
      <StaleNote query={flow} />
      {flow.data.off !== undefined && <OffNote off={flow.data.off} />}
      <FlowHeader flow={flow.data} scopes={scopes} past={tab === 'canvas' && run !== undefined} />
      <Tabs.List aria-label="Parts of the flow" className="flex border-b border-line bg-surface px-3 pt-2 max-md:px-2">
        {flowTabs.map((name) => (
          <Tabs.Trigger
            key={name}
            value={name}
            className="-mb-px h-11 border-b-2 border-transparent px-2 text-ink-2 hover:text-ink data-[state=active]:border-ink data-[state=active]:font-semibold data-[state=active]:text-ink md:px-3"
          >
            {words[name]}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      <Tabs.Content value={tab} tabIndex={-1} className="flex grow flex-col outline-none">
        <Suspense fallback={<Loading />}>
          {tab === 'canvas' && <CanvasTab flow={flow.data} />}
          {tab === 'versions' && <VersionsTab flow={flow.data} may={scopes.has('flows.write')} />}
          {tab === 'triggers' && <TriggersTab flow={flow.data} scopes={scopes} />}
          {tab === 'health' && <HealthTab flow={flow.data} />}
        </Suspense>
      </Tabs.Content>
      {dialog === 'run' && (
        <Suspense fallback={null}>
          <RunDialog
            key={from}
            flow={flow.data}
            from={from}
            onClose={() =>
              void navigate({ search: ({ dialog: _dialog, from: _from, ...rest }) => rest, resetScroll: false })
            }
          />
        </Suspense>
      )}
    </Tabs.Root>
  );
}
