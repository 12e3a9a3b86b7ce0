import { DropdownMenu } from 'radix-ui';
import { useId, useState } from 'react';
import { useZone } from '../../app/preferences.ts';
import type { RunsSearch } from '../../app/searches.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { menuItemLook } from '../../ui/menu.ts';
import { instantOf, wallTime } from '../../ui/zone.ts';
import { FilterMenu } from './filter-menu.tsx';
import { isSpan, spans } from './filters.ts';

const field = 'h-9 rounded-control border border-control bg-surface px-3 font-normal';

/** Two instants, in the zone of the settings. */
function RangeForm({ search, onChoose }: { search: RunsSearch; onChoose: (from?: string, to?: string) => void }) {
  const zone = useZone();
  const ids = { from: useId(), to: useId(), error: useId() };
  const shown = (text: string | undefined) => {
    const at = Date.parse(text ?? '');
    return Number.isNaN(at) ? '' : wallTime(at, zone);
  };
  const [from, setFrom] = useState(shown(search.from));
  const [to, setTo] = useState(shown(search.to));
  const instant = (wall: string) => (wall === '' ? undefined : new Date(instantOf(wall, zone)).toISOString());
  const error = from !== '' && to !== '' && from >= to ? 'The end lies before the beginning.' : undefined;
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (error === undefined) onChoose(instant(from), instant(to));
      }}
    >
      <div className="grid gap-4 md:grid-cols-2">
        {(
          [
            ['from', 'From', from, setFrom],
            ['to', 'To', to, setTo],
          ] as const
        ).map(([name, word, value, set]) => (
          <label key={name} htmlFor={ids[name]} className="flex flex-col gap-1.5 font-semibold">
            {word}
            <input
              id={ids[name]}
              type="datetime-local"
              value={value}
              aria-describedby={error === undefined ? undefined : ids.error}
              onChange={(event) => set(event.target.value)}
              className={field}
            />
          </label>
        ))}
      </div>
      {error !== undefined && (
        <p id={ids.error} role="alert" className="text-failed">
          {error}
        </p>
      )}
      <Button type="submit" look="primary" className="self-end">
        Show these
      </Button>
    </form>
  );
}

/** When runs began: a span that moves with the clock, or two instants. */
export function TimeFilter({
  search,
  onChange,
}: {
  search: RunsSearch;
  onChange: (range: Partial<RunsSearch>) => void;
}) {
  const zone = useZone();
  const [open, setOpen] = useState(false);
  const { from, to } = search;
  const span = from !== undefined && isSpan(from) && to === undefined ? [from] : [];
  return (
    <>
      <FilterMenu
        name="Started"
        choices={Object.entries(spans).map(([value, { word }]) => ({ value, word }))}
        chosen={span}
        onChoose={([chosen]) => onChange({ from: chosen, to: undefined })}
      >
        <DropdownMenu.Separator className="my-1 h-px bg-line" />
        <DropdownMenu.Item className={menuItemLook} onSelect={() => setOpen(true)}>
          From … to …
        </DropdownMenu.Item>
      </FilterMenu>
      <Dialog
        title="Runs that started"
        hint={`Times are ${zone ?? `those of this browser (${Intl.DateTimeFormat().resolvedOptions().timeZone})`}.`}
        open={open}
        onOpenChange={setOpen}
      >
        <RangeForm
          search={search}
          onChoose={(chosenFrom, chosenTo) => {
            onChange({ from: chosenFrom, to: chosenTo });
            setOpen(false);
          }}
        />
      </Dialog>
    </>
  );
}
