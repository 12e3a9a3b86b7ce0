import { Check, ChevronDown } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { menuItemLook, menuLook } from '../../ui/menu.ts';

export interface Choice {
  value: string;
  word: ReactNode;
}

const tick = (
  <DropdownMenu.ItemIndicator>
    <Check aria-hidden size={16} />
  </DropdownMenu.ItemIndicator>
);

/** A filter with its choices; ticking one leaves the menu open when there may be several. */
export function FilterMenu({
  name,
  choices,
  chosen,
  several = false,
  onChoose,
  children,
}: {
  name: string;
  choices: readonly Choice[];
  chosen: readonly string[];
  several?: boolean;
  onChoose: (chosen: string[]) => void;
  children?: ReactNode;
}) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger
        className={`inline-flex h-9 items-center gap-1.5 rounded-control border px-3 hover:border-ink ${chosen.length > 0 ? 'border-ink font-semibold' : 'border-line text-ink-2'}`}
      >
        {name}
        <ChevronDown aria-hidden size={15} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align="start" sideOffset={4} className={menuLook}>
          {choices.map(({ value, word }) => {
            const on = chosen.includes(value);
            return (
              <DropdownMenu.CheckboxItem
                key={value}
                checked={on}
                onCheckedChange={() =>
                  onChoose(on ? chosen.filter((each) => each !== value) : several ? [...chosen, value] : [value])
                }
                onSelect={(event) => several && event.preventDefault()}
                className={`${menuItemLook} justify-between`}
              >
                {word}
                <span className="size-4">{tick}</span>
              </DropdownMenu.CheckboxItem>
            );
          })}
          {choices.length === 0 && <p className="px-3 py-2 text-ink-3">There is nothing to choose.</p>}
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
