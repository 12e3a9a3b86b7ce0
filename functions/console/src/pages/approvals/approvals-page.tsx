import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { inboxQuery, type Show } from '../../api/checkpoint-queries.ts';
import { meQuery } from '../../api/queries.ts';
import { useRowKeys } from '../../ui/rows.ts';
import { Stale } from '../../ui/stale.tsx';
import { Empty, Loading, Problem } from '../../ui/states.tsx';
import { usePhone } from '../../ui/use-phone.ts';
import { useTitle } from '../../ui/use-title.ts';
import { InboxList } from './inbox-list.tsx';
import { Question } from './question.tsx';

const words: Record<Show, string> = { mine: 'For me', all: 'All', done: 'Done' };

function NothingOpen({ show }: { show: Show }) {
  if (show === 'done') return <Empty title="Nothing was decided yet">What people decide is kept here.</Empty>;
  return show === 'mine' ? (
    <Empty
      title="Inbox zero"
      action={
        <Link to="/approvals" search={{ show: 'all' }}>
          What others are asked
        </Link>
      }
    >
      Nothing waits for you. What comes appears here by itself.
    </Empty>
  ) : (
    <Empty title="Nothing waits for anybody">A run that needs a person appears here by itself.</Empty>
  );
}

function Tabs({ show, mine }: { show: Show; mine: string | undefined }) {
  return (
    <nav aria-label="Which questions" className="flex gap-4 border-b border-line px-4">
      {(['mine', 'all', 'done'] as const).map((each) => (
        <Link
          key={each}
          to="/approvals"
          search={each === 'mine' ? {} : { show: each }}
          activeOptions={{ exact: true, includeSearch: true }}
          activeProps={{}}
          aria-current={each === show ? 'page' : undefined}
          className={`-mb-px inline-flex h-10 items-center border-b-2 px-1 no-underline ${each === show ? 'border-ink font-semibold' : 'border-transparent text-ink-2 hover:text-ink'}`}
        >
          {words[each]}
          {each === 'mine' && mine !== undefined && (
            <span className="ml-1.5 text-meta font-normal text-ink-3">{mine}</span>
          )}
        </Link>
      ))}
    </nav>
  );
}

/** Everything that waits for a person, soonest expiry first: one list, one question beside it, answered one after the other. */
export function ApprovalsPage() {
  const search = useSearch({ from: '/signed-in/approvals' });
  const navigate = useNavigate({ from: '/approvals' });
  const wide = !usePhone();
  const show = search.show ?? 'mine';
  const { data: me } = useQuery(meQuery);
  const mine = useQuery(inboxQuery('mine'));
  const query = useQuery(inboxQuery(show));
  // What was decided here leaves the list before the server has been asked again.
  const [answered, setAnswered] = useState<ReadonlySet<string>>(new Set());
  const isOpen = ({ id }: { id: string }) => !answered.has(id);
  const items = (query.data?.items ?? []).filter((each) => show === 'done' || isOpen(each));
  const ids = items.map(({ id }) => id);
  const first = ids[0];
  const waiting = mine.data?.items.filter(isOpen).length;
  const count = waiting === undefined ? undefined : `${waiting}${mine.data?.more === true ? '+' : ''}`;
  useTitle(waiting === undefined || waiting === 0 ? 'Approvals' : `(${count}) Approvals`);

  // The focus goes along to the next question, or to where it says that there is none, as soon as that is there.
  const advancing = useRef(false);
  const arrive = useCallback((place: HTMLElement | null) => {
    if (place === null || !advancing.current) return;
    advancing.current = false;
    place.focus();
  }, []);
  const open = useCallback(
    (id: string | undefined) =>
      navigate({ search: (before) => ({ ...before, id }), replace: true, resetScroll: false }),
    [navigate],
  );
  // Beside the list there is always a question, and it stays when somebody else answers it.
  useEffect(() => {
    if (wide && search.id === undefined && first !== undefined) void open(first);
  }, [wide, search.id, first, open]);
  const at = ids.indexOf(search.id ?? '');
  const next = at === -1 ? first : (ids[at + 1] ?? ids[at - 1]);
  const decidedHere = () => {
    if (search.id !== undefined) setAnswered(new Set([...answered, search.id]));
    advancing.current = true;
    void open(next);
  };
  const pane = useRef<HTMLDivElement>(null);
  useRowKeys(
    pane,
    ids,
    useCallback((index: number) => wide && void open(ids[index]), [wide, open, ids]),
    search.id,
  );
  const list = query.data !== undefined && items.length > 0;
  const alone = !wide && search.id !== undefined;
  return (
    <div className="flex min-w-0 grow">
      <div
        ref={pane}
        className={`flex min-w-0 flex-col bg-surface ${list && wide ? 'sticky top-14 h-[calc(100dvh-(--spacing(14)))] w-[min(400px,42%)] shrink-0 border-r border-line' : 'grow'} ${alone ? 'hidden' : ''}`}
      >
        <div className="px-4 pt-5 pb-2">
          <h1 className="text-page font-bold">Approvals</h1>
        </div>
        <Tabs show={show} mine={count} />
        <p role="status" className="sr-only">
          {query.data === undefined ? '' : `${items.length} questions.`}
        </p>
        {query.isError && query.data !== undefined && (
          <div className="p-4 pb-0">
            <Stale at={query.dataUpdatedAt} error={query.error} retry={() => void query.refetch()} />
          </div>
        )}
        {query.data === undefined ? (
          query.isError ? (
            <Problem error={query.error} retry={() => void query.refetch()} />
          ) : (
            <Loading label="Loading questions" />
          )
        ) : items.length === 0 ? (
          <div ref={arrive} tabIndex={-1} className="outline-none">
            <NothingOpen show={show} />
          </div>
        ) : (
          <div className="min-h-0 grow overflow-y-auto">
            <InboxList items={items} show={search.show} chosen={search.id} />
            {query.data.more && (
              <p className="p-4 text-meta text-ink-3">There are more; they appear as these are answered.</p>
            )}
          </div>
        )}
      </div>
      {search.id !== undefined && (list || alone || wide) && (
        <div className="flex min-w-0 grow flex-col gap-3 p-6 max-md:p-4">
          {alone && (
            <>
              <h1 className="sr-only">Approvals</h1>
              <Link
                to="/approvals"
                search={search.show === undefined ? {} : { show: search.show }}
                className="inline-flex h-9 items-center gap-1.5 self-start no-underline"
              >
                <ArrowLeft aria-hidden size={16} /> All questions
              </Link>
            </>
          )}
          <Question
            key={search.id}
            id={search.id}
            may={me?.scopes.has('flows.run') === true}
            arrive={arrive}
            next={show === 'done' ? undefined : next}
            row={query.data?.items.find(({ id }) => id === search.id)}
            onDecided={decidedHere}
          />
        </div>
      )}
    </div>
  );
}
