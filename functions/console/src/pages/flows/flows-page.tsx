import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Plus, Search, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { flowsQuery, meQuery } from '../../api/queries.ts';
import type { FlowRow } from '../../api/types.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { useKey } from '../../ui/keys.ts';
import { StaleNote } from '../../ui/stale-note.tsx';
import { Empty, Loading, Problem } from '../../ui/states.tsx';
import { useTitle } from '../../ui/use-title.ts';
import { FlowList } from './flow-list.tsx';
import { NoFlows } from './no-flows.tsx';

const route = getRouteApi('/signed-in/flows');

const fits = ({ id, title }: FlowRow, words: string[]) =>
  words.every((word) => `${id} ${title}`.toLowerCase().includes(word));

/** Every flow: what each environment runs, how its runs have been doing. */
export function FlowsPage() {
  const { q = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const [text, setText] = useState(q);
  const field = useRef<HTMLInputElement>(null);
  const { data: me } = useQuery(meQuery);
  const flows = useQuery({ ...flowsQuery, refetchInterval: 30_000 });
  const may = me?.scopes.has('flows.write') === true;
  useKey('/', () => field.current?.focus());
  useTitle(flows.data === undefined ? 'Flows' : `${flows.data.items.length} flows`);

  const look = (next: string) => {
    setText(next);
    void navigate({ search: next === '' ? {} : { q: next }, replace: true });
  };
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const items = flows.data?.items ?? [];
  const shown = items
    .filter((flow) => fits(flow, words))
    .sort((one, other) => one.title.localeCompare(other.title) || one.id.localeCompare(other.id));

  return (
    <>
      <header className="flex flex-wrap items-center gap-x-4 gap-y-3 px-5 pt-6 pb-4 max-md:px-4 max-md:pt-4">
        <h1 className="text-page font-bold">Flows</h1>
        <p aria-live="polite" className="text-ink-3">
          {flows.data !== undefined && (words.length === 0 ? items.length : `${shown.length} of ${items.length}`)}
        </p>
        <div className="ml-auto flex min-w-0 items-center gap-3 max-md:w-full">
          <div className="relative grow">
            <Search
              aria-hidden
              size={16}
              className="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-ink-3"
            />
            <input
              ref={field}
              type="search"
              value={text}
              onChange={(event) => look(event.target.value)}
              onKeyDown={(event) => event.key === 'Escape' && look('')}
              aria-label="Filter flows by title or id"
              placeholder="Title or id"
              className="h-9 w-64 rounded-control border border-control bg-surface pr-3 pl-9 placeholder:text-ink-3 max-md:w-full"
            />
          </div>
          {may && (
            <Link to="/editor" className={buttonClass('primary')}>
              <Plus aria-hidden size={16} /> New flow
            </Link>
          )}
        </div>
      </header>
      <div className="px-5 pb-3 empty:hidden max-md:px-4">
        <StaleNote query={flows} />
      </div>
      {flows.data === undefined &&
        (flows.error === null ? <Loading /> : <Problem error={flows.error} retry={() => void flows.refetch()} />)}
      {flows.data !== undefined && items.length === 0 && <NoFlows may={may} />}
      {items.length > 0 && shown.length === 0 && (
        <Empty
          title="No flow is called that"
          action={
            <Button onClick={() => look('')}>
              <X aria-hidden size={16} /> Clear filters
            </Button>
          }
        >
          There are {items.length} flows; none has “{text}” in its title or id.
        </Empty>
      )}
      {shown.length > 0 && <FlowList flows={shown} />}
    </>
  );
}
