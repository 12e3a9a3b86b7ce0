import { Command } from 'cmdk';
import { Check, ChevronDown } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import type { FlowRow } from '../../api/types.ts';

/** Chooses a flow by typing a part of its name. */
export function FlowFilter({
  flows,
  chosen,
  onChoose,
}: {
  flows: readonly FlowRow[];
  chosen: string | undefined;
  onChoose: (flow: string | undefined) => void;
}) {
  const [open, setOpen] = useState(false);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        className={`inline-flex h-9 items-center gap-1.5 rounded-control border px-3 hover:border-ink ${chosen === undefined ? 'border-line text-ink-2' : 'border-ink font-semibold'}`}
      >
        Flow <ChevronDown aria-hidden size={15} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          aria-label="Choose a flow"
          className="z-50 w-72 max-w-[calc(100vw-32px)] rounded-card border border-line bg-surface p-1 shadow-sm"
        >
          <Command label="Flows">
            <Command.Input
              placeholder="Name of a flow"
              className="h-9 w-full border-b border-line bg-transparent px-3 outline-none placeholder:text-ink-3"
            />
            <Command.List className="max-h-72 overflow-y-auto pt-1">
              <Command.Empty className="px-3 py-4 text-ink-3">No flow is called that.</Command.Empty>
              {flows.map(({ id, title }) => (
                <Command.Item
                  key={id}
                  value={`${id} ${title}`}
                  onSelect={() => {
                    onChoose(id === chosen ? undefined : id);
                    setOpen(false);
                  }}
                  className="flex min-h-9 cursor-pointer items-center justify-between gap-2 rounded-control px-3 py-1.5 data-[selected=true]:bg-line/60"
                >
                  <span className="min-w-0">
                    <span className="block truncate">{title}</span>
                    <span className="block truncate font-mono text-meta text-ink-3">{id}</span>
                  </span>
                  {id === chosen && <Check aria-label="chosen" size={16} />}
                </Command.Item>
              ))}
            </Command.List>
          </Command>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
