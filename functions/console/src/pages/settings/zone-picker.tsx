import { Command } from 'cmdk';
import { Check, ChevronDown } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useMemo, useState } from 'react';
import { prefer, usePreferences } from '../../app/preferences.ts';

const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
const nameOf = (zone: string) => (zone === 'browser' ? `This browser (${here})` : zone);
const item =
  'flex min-h-9 cursor-pointer items-center justify-between gap-2 rounded-control px-3 py-1.5 data-[selected=true]:bg-line/60';

/** Chooses the zone that instants are shown in, by typing a part of its name. */
export function ZonePicker() {
  const { zone } = usePreferences();
  const [open, setOpen] = useState(false);
  const zones = useMemo(
    () => ['browser', 'UTC', ...Intl.supportedValuesOf('timeZone').filter((each) => each !== 'UTC')],
    [],
  );
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        aria-label={`Time zone: ${nameOf(zone)}`}
        className="inline-flex h-9 max-w-full items-center gap-2 rounded-control border border-control bg-surface px-3 hover:border-ink"
      >
        <span className="truncate">{nameOf(zone)}</span> <ChevronDown aria-hidden size={15} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={4}
          aria-label="Choose a time zone"
          className="z-50 w-80 max-w-[calc(100vw-32px)] rounded-card border border-line bg-surface p-1 shadow-sm"
        >
          <Command label="Time zones">
            <Command.Input
              placeholder="Berlin, New York, UTC"
              className="h-9 w-full border-b border-line bg-transparent px-3 outline-none placeholder:text-ink-3"
            />
            <Command.List className="max-h-72 overflow-y-auto pt-1">
              <Command.Empty className="px-3 py-4 text-ink-3">No zone is called that.</Command.Empty>
              {zones.map((each) => (
                <Command.Item
                  key={each}
                  value={`${nameOf(each)} ${each.replaceAll('_', ' ')}`}
                  className={item}
                  onSelect={() => {
                    prefer('zone', each);
                    setOpen(false);
                  }}
                >
                  {nameOf(each)}
                  {each === zone && <Check aria-label="chosen" size={16} />}
                </Command.Item>
              ))}
            </Command.List>
          </Command>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
