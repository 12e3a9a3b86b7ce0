import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { ArrowUp } from 'lucide-react';
import { useMemo } from 'react';
import { meQuery } from '../../api/queries.ts';
import { runPagesQuery } from '../../api/run-list-queries.ts';
import { countWords, type Stats, statsQuery } from '../../api/stats-queries.ts';
import { useZone } from '../../app/preferences.ts';
import type { RunsSearch } from '../../app/searches.ts';
import { Button } from '../../ui/button.tsx';
import { useKey } from '../../ui/keys.ts';
import { focusedRow } from '../../ui/rows.ts';
import { Stale } from '../../ui/stale.tsx';
import { Empty, Loading, More, Problem } from '../../ui/states.tsx';
import { usePhone } from '../../ui/use-phone.ts';
import { useTitle } from '../../ui/use-title.ts';
import { ExportMenu } from './export-menu.tsx';
import { FilterBar } from './filter-bar.tsx';
import { effective, isFiltered, listOf, refine } from './filters.ts';
import { useFresh } from './fresh.ts';
import { RunCards } from './run-cards.tsx';
import { RunTable } from './run-table.tsx';
import { useSelection } from './selection.ts';
import { SelectionBar } from './selection-bar.tsx';
import { useViewName, ViewsBar } from './views-bar.tsx';

/** How many runs the views hold that everybody has. */
function viewCounts({ needsMe, active }: Stats): Record<string, string> {
  const all = Object.values(active);
  const live = { count: all.reduce((sum, { count }) => sum + count, 0), more: all.some(({ more }) => more) };
  return { live: countWords(live), 'needs-me': countWords(needsMe) };
}

function NothingHere({ search, onClear }: { search: RunsSearch; onClear: () => void }) {
  if (search.view === 'needs-me')
    return (
      <Empty title="Nothing needs you" action={<Link to="/approvals">All approvals</Link>}>
        No run waits for a decision of yours.
      </Empty>
    );
  return isFiltered(search) ? (
    <Empty title="No run fits these filters" action={<Button onClick={onClear}>Clear filters</Button>}>
      There may be others that do not.
    </Empty>
  ) : (
    <Empty title="No runs yet" action={<Link to="/flows">All flows</Link>}>
      A run appears here as soon as a flow is started: by hand, by a schedule, a webhook, an event or the API.
    </Empty>
  );
}

/** All runs, newest first: narrowed by what stands in the URL, moving by themselves. */
export function RunsPage() {
  const search = useSearch({ from: '/signed-in/runs' });
  const navigate = useNavigate({ from: '/runs' });
  const zone = useZone();
  const wide = !usePhone();
  const { data: me } = useQuery(meQuery);
  const { data: stats } = useQuery(statsQuery);
  const counts = useMemo(() => (stats === undefined ? {} : viewCounts(stats)), [stats]);
  const list = useMemo(() => listOf(search, zone), [search, zone]);
  const query = useInfiniteQuery(runPagesQuery(list));
  const rows = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data]);
  const key = JSON.stringify(list.key);
  const { shown, fresh, show } = useFresh(key, rows, !query.isPlaceholderData && query.data !== undefined);
  const selection = useSelection();
  const selected = rows.filter(({ id }) => selection.ticked.has(id));
  const view = useViewName(search);
  const freshWords = `${fresh} new ${fresh === 1 ? 'run' : 'runs'}`;
  useTitle(`${fresh > 0 ? `(${fresh} new) ` : ''}${view === undefined ? 'Runs' : `${view} · Runs`}`);
  useKey('x', () => {
    const id = focusedRow();
    if (id !== undefined) selection.set([id], !selection.ticked.has(id));
  });
  const change = (next: RunsSearch, replace = false) => void navigate({ search: next, replace });
  const clear = () => change({});
  return (
    <div className="flex grow flex-col bg-surface">
      <div className="flex flex-col gap-3 px-5 pt-5 pb-3 max-md:px-4 max-md:pt-4">
        <h1 className="text-page font-bold">Runs</h1>
        <ViewsBar search={search} counts={counts} />
        <FilterBar
          filters={effective(search)}
          onChange={(part) => change(refine(search, part), 'q' in part)}
          onClear={clear}
        >
          {search.view !== 'needs-me' && <ExportMenu asked={list.asked} />}
        </FilterBar>
        {query.isError && query.data !== undefined && (
          <Stale at={query.dataUpdatedAt} error={query.error} retry={() => void query.refetch()} />
        )}
      </div>
      <p role="status" className="sr-only">
        {query.data === undefined ? '' : fresh > 0 ? freshWords : `${shown.length} runs are shown.`}
      </p>
      {fresh > 0 && (
        <div className="sticky top-14 z-[25] flex h-0 justify-center">
          <Button
            look="primary"
            className="translate-y-[48px] rounded-full shadow-sm max-md:translate-y-2"
            onClick={() => {
              show();
              scrollTo({ top: 0 });
            }}
          >
            <ArrowUp aria-hidden size={16} /> {freshWords}
          </Button>
        </div>
      )}
      {query.data === undefined ? (
        query.isError ? (
          <Problem error={query.error} retry={() => void query.refetch()} />
        ) : (
          <Loading lines={10} label="Loading runs" />
        )
      ) : shown.length === 0 ? (
        query.hasNextPage ? (
          <p className="px-6 pt-14 text-center text-ink-2">Nothing so far; the list goes further back.</p>
        ) : (
          <NothingHere search={search} onClear={clear} />
        )
      ) : (
        <div aria-busy={query.isPlaceholderData} className={query.isPlaceholderData ? 'opacity-60' : ''}>
          {wide ? (
            <RunTable key={key} runs={shown} complete={!query.hasNextPage} selection={selection} />
          ) : (
            <RunCards runs={shown} selection={selection} />
          )}
        </div>
      )}
      {query.hasNextPage && <More onClick={() => void query.fetchNextPage()} busy={query.isFetchingNextPage} />}
      {selected.length > 0 && me !== undefined && <SelectionBar runs={selected} me={me} onClear={selection.clear} />}
    </div>
  );
}
