import { useQuery } from '@tanstack/react-query';
import { ListFilter, Search, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { flowsQuery } from '../../api/queries.ts';
import { useZone } from '../../app/preferences.ts';
import type { RunsSearch } from '../../app/searches.ts';
import { RunBadge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { useKey } from '../../ui/keys.ts';
import { triggerWords } from '../../ui/trigger.ts';
import { usePhone } from '../../ui/use-phone.ts';
import { wallTime } from '../../ui/zone.ts';
import { FilterMenu } from './filter-menu.tsx';
import { environments, isSpan, spans, statuses, statusesOf, statusWord, triggers, types } from './filters.ts';
import { FlowFilter } from './flow-filter.tsx';
import { TimeFilter } from './time-filter.tsx';

type Change = (change: Partial<RunsSearch>) => void;
/** Milliseconds after the last letter until the list is asked. */
const pauseMs = 250;

function SearchBox({ q, onChange }: { q: string; onChange: Change }) {
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [text, setText] = useState(q);
  const [known, setKnown] = useState(q);
  // The URL moved by other means: back, a view, a chip.
  if (known !== q) {
    setKnown(q);
    if (text.trim() !== q) setText(q);
  }
  useEffect(() => () => clearTimeout(timer.current), []);
  useKey('/', () => input.current?.select());
  const write = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onChange({ q: next.trim() === '' ? undefined : next.trim() }), pauseMs);
  };
  return (
    <div className="relative min-w-44 grow basis-56 md:max-w-80">
      <Search aria-hidden size={16} className="absolute top-1/2 left-3 -translate-y-1/2 text-ink-3" />
      <input
        ref={input}
        type="search"
        aria-label="Search runs by name of the flow or beginning of the id"
        placeholder="Flow or run id"
        value={text}
        maxLength={200}
        onChange={(event) => write(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
        className="h-9 w-full rounded-control border border-control bg-surface pr-3 pl-9 placeholder:text-ink-3"
      />
    </div>
  );
}

function Chip({ name, children, onRemove }: { name: string; children: ReactNode; onRemove: () => void }) {
  return (
    <li className="inline-flex h-7 items-center gap-1 rounded-full border border-line bg-surface pl-3 text-meta">
      <span className="text-ink-3">{name}:</span> {children}
      <button
        type="button"
        aria-label={`Remove the filter ${name}`}
        onClick={onRemove}
        className="grid size-7 place-items-center rounded-full text-ink-3 hover:text-ink"
      >
        <X aria-hidden size={14} />
      </button>
    </li>
  );
}

/** The first few, and how many more there are. */
const listed = (words: readonly string[]) =>
  words.length > 3 ? `${words.slice(0, 2).join(', ')} and ${words.length - 2} more` : words.join(', ');

/** What the list is narrowed to; each can be taken away. */
function Chips({ filters, onChange, onClear }: { filters: RunsSearch; onChange: Change; onClear: () => void }) {
  const zone = useZone();
  const time = (text: string | undefined) => {
    const at = Date.parse(text ?? '');
    return text !== undefined && isSpan(text)
      ? spans[text].word
      : Number.isNaN(at)
        ? '…'
        : wallTime(at, zone).replace('T', ' ');
  };
  const { flow, environment, trigger, type, from, to, q } = filters;
  const chosen = statusesOf(filters);
  const chips = [
    chosen.length > 0 && { name: 'Status', word: listed(chosen.map(statusWord)), undo: { status: undefined } },
    flow !== undefined && { name: 'Flow', word: flow, undo: { flow: undefined } },
    environment !== undefined && { name: 'Environment', word: environment, undo: { environment: undefined } },
    trigger !== undefined && {
      name: 'Trigger',
      word:
        triggers.find((each) => each === trigger) === undefined
          ? trigger
          : triggerWords[trigger as keyof typeof triggerWords],
      undo: { trigger: undefined },
    },
    type !== undefined && { name: 'Type', word: type, undo: { type: undefined } },
    (from !== undefined || to !== undefined) && {
      name: 'Started',
      word:
        to === undefined
          ? from !== undefined && isSpan(from)
            ? time(from)
            : `from ${time(from)}`
          : `${time(from)} to ${time(to)}`,
      undo: { from: undefined, to: undefined },
    },
    q !== undefined && { name: 'Search', word: q, undo: { q: undefined } },
  ].filter((chip) => chip !== false);
  if (chips.length === 0) return null;
  return (
    <ul aria-label="Filters" className="flex flex-wrap items-center gap-2">
      {chips.map(({ name, word, undo }) => (
        <Chip key={name} name={name} onRemove={() => onChange(undo)}>
          <span className="max-w-64 truncate">{word}</span>
        </Chip>
      ))}
      <li>
        <Button look="quiet" className="h-7 px-2 text-meta" onClick={onClear}>
          Clear filters
        </Button>
      </li>
    </ul>
  );
}

/** Search box, menus, and what they are set to. */
export function FilterBar({
  filters,
  onChange,
  onClear,
  children,
}: {
  filters: RunsSearch;
  onChange: Change;
  onClear: () => void;
  children?: ReactNode;
}) {
  const { data: flows } = useQuery(flowsQuery);
  const wide = !usePhone();
  const [unfolded, setUnfolded] = useState(false);
  const choose = (name: keyof RunsSearch) => (chosen: string[]) =>
    onChange({ [name]: chosen.length === 0 ? undefined : chosen.join(',') });
  const one = (value: string | undefined) => (value === undefined ? [] : [value]);
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <SearchBox q={filters.q ?? ''} onChange={onChange} />
        {!wide && (
          <Button aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
            <ListFilter aria-hidden size={16} /> Filters
          </Button>
        )}
        {(wide || unfolded) && (
          <>
            <FilterMenu
              name="Status"
              several
              choices={statuses.map((status) => ({ value: status, word: <RunBadge run={{ status }} /> }))}
              chosen={statusesOf(filters)}
              onChoose={choose('status')}
            />
            <FlowFilter flows={flows?.items ?? []} chosen={filters.flow} onChoose={(flow) => onChange({ flow })} />
            <FilterMenu
              name="Environment"
              choices={environments.map((value) => ({ value, word: value }))}
              chosen={one(filters.environment)}
              onChoose={choose('environment')}
            />
            <FilterMenu
              name="Trigger"
              choices={triggers.map((value) => ({ value, word: triggerWords[value] }))}
              chosen={one(filters.trigger)}
              onChoose={choose('trigger')}
            />
            <FilterMenu
              name="Type"
              choices={Object.entries(types).map(([value, word]) => ({ value, word }))}
              chosen={one(filters.type)}
              onChoose={choose('type')}
            />
            <TimeFilter search={filters} onChange={onChange} />
          </>
        )}
        <div className="ml-auto flex gap-2 max-md:ml-0">{children}</div>
      </div>
      <Chips filters={filters} onChange={onChange} onClear={onClear} />
    </div>
  );
}
