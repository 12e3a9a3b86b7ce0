import { Link, useRouter } from '@tanstack/react-router';
import { Bookmark, Ellipsis, Link2, Trash2 } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useId, useState } from 'react';
import { toast } from 'sonner';
import type { RunsSearch } from '../../app/searches.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { menuItemLook, menuLook } from '../../ui/menu.ts';
import { filtersOf, isFiltered, systemViews } from './filters.ts';
import { deleteView, type SavedView, saveView, useSavedViews } from './saved-views.ts';

const same = (a: RunsSearch, b: RunsSearch) => JSON.stringify(filtersOf(a)) === JSON.stringify(filtersOf(b));

/** The name of the list that is shown, when it has one. */
export function useViewName(search: RunsSearch): string | undefined {
  const saved = useSavedViews();
  if (!isFiltered(search)) return undefined;
  return [...Object.entries(systemViews).map(([view, { word }]) => ({ name: word, search: { view } })), ...saved].find(
    (each) => same(each.search, search),
  )?.name;
}

const tab = (on: boolean) =>
  `inline-flex h-10 shrink-0 items-center border-b-2 px-1 whitespace-nowrap no-underline ${on ? 'border-ink font-semibold' : 'border-transparent text-ink-2 hover:text-ink'}`;

function ViewMenu({ view }: { view: SavedView }) {
  const router = useRouter();
  const copy = async () => {
    const { href } = router.buildLocation({ to: '/runs', search: view.search });
    await navigator.clipboard.writeText(new URL(href, location.origin).href);
    toast.success(`A link to “${view.name}” is on your clipboard.`);
  };
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        aria-label={`More on the view ${view.name}`}
        className="grid size-7 place-items-center rounded-control text-ink-3 hover:bg-line/60 hover:text-ink"
      >
        <Ellipsis aria-hidden size={16} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align="end" sideOffset={4} className={menuLook}>
          <DropdownMenu.Item className={menuItemLook} onSelect={() => void copy()}>
            <Link2 aria-hidden size={16} /> Copy link
          </DropdownMenu.Item>
          <DropdownMenu.Item
            className={menuItemLook}
            onSelect={() => {
              deleteView(view.name);
              toast(`The view “${view.name}” is gone.`, { action: { label: 'Undo', onClick: () => saveView(view) } });
            }}
          >
            <Trash2 aria-hidden size={16} /> Delete
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function SaveDialog({
  search,
  open,
  onOpenChange,
}: {
  search: RunsSearch;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const field = useId();
  const saved = useSavedViews();
  const [name, setName] = useState('');
  const trimmed = name.trim();
  const taken = saved.some((each) => each.name === trimmed);
  return (
    <Dialog
      title="Save this view"
      hint="Kept in this browser. A link to it can be sent to anybody."
      open={open}
      onOpenChange={onOpenChange}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (trimmed === '') return;
          saveView({ name: trimmed, search: filtersOf(search) });
          setName('');
          onOpenChange(false);
        }}
      >
        <label htmlFor={field} className="flex flex-col gap-1.5 font-semibold">
          Name
          <input
            id={field}
            value={name}
            required
            maxLength={40}
            onChange={(event) => setName(event.target.value)}
            className="h-9 rounded-control border border-control bg-surface px-3 font-normal"
          />
        </label>
        {taken && <p className="text-meta text-ink-2">There is a view of this name; it will be replaced.</p>}
        <Button type="submit" look="primary" className="self-end" disabled={trimmed === ''}>
          {taken ? 'Replace' : 'Save'}
        </Button>
      </form>
    </Dialog>
  );
}

/** The views that everybody has, those saved here, and how to save what is shown. */
export function ViewsBar({ search, counts }: { search: RunsSearch; counts: Readonly<Record<string, string>> }) {
  const saved = useSavedViews();
  const [saving, setSaving] = useState(false);
  const current = useViewName(search);
  const filtered = isFiltered(search);
  return (
    <div className="flex items-center gap-3 border-b border-line">
      <nav aria-label="Views" className="flex min-w-0 grow gap-4 overflow-x-auto [scrollbar-width:none]">
        {Object.entries(systemViews).map(([view, { word }]) => (
          <Link
            key={view}
            to="/runs"
            search={{ view }}
            activeOptions={{ exact: true, includeSearch: true }}
            activeProps={{}}
            aria-current={current === word ? 'page' : undefined}
            className={tab(current === word)}
          >
            {word}
            {counts[view] !== undefined && (
              <span className="ml-1.5 text-meta font-normal text-ink-3">{counts[view]}</span>
            )}
          </Link>
        ))}
        <Link
          to="/runs"
          search={{}}
          activeOptions={{ exact: true, includeSearch: true }}
          aria-current={filtered ? undefined : 'page'}
          className={tab(!filtered)}
        >
          All
        </Link>
        {saved.map((view) => (
          <span key={view.name} className="flex shrink-0 items-center">
            <Link
              to="/runs"
              search={view.search}
              activeOptions={{ exact: true, includeSearch: true }}
              aria-current={current === view.name ? 'page' : undefined}
              className={tab(current === view.name)}
            >
              {view.name}
            </Link>
            <ViewMenu view={view} />
          </span>
        ))}
      </nav>
      {filtered && current === undefined && (
        <Button look="quiet" className="shrink-0" onClick={() => setSaving(true)}>
          <Bookmark aria-hidden size={16} /> Save view
        </Button>
      )}
      <SaveDialog search={search} open={saving} onOpenChange={setSaving} />
    </div>
  );
}
