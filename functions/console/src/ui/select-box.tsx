import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';

/** A native list of choices, which phones show in their own way. */
export function SelectBox(props: ComponentProps<'select'>) {
  return (
    <span className="relative block">
      <select
        {...props}
        className="h-9 w-full appearance-none rounded-control border border-control bg-surface pr-9 pl-3 aria-invalid:border-failed"
      />
      <ChevronDown
        aria-hidden
        size={16}
        className="pointer-events-none absolute top-1/2 right-3 -translate-y-1/2 text-ink-3"
      />
    </span>
  );
}
