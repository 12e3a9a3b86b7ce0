import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

/** The cross in the corner of a dialog: last of what is in it, so that the focus begins at its first field. */
export const DialogClose = () => (
  <Radix.Close
    aria-label="Close"
    className="absolute top-4 right-3 grid size-8 place-items-center rounded-control text-ink-2 hover:bg-line/60 hover:text-ink"
  >
    <X aria-hidden size={18} />
  </Radix.Close>
);

/** A dialog with a title; a sheet at the foot of a narrow screen. */
export function Dialog({
  title,
  hint,
  open,
  onOpenChange,
  wide = false,
  reads = false,
  children,
}: {
  title: string;
  hint?: ReactNode;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Room for lines of a text. */
  wide?: boolean;
  /** True when nothing in it has the focus, so that it scrolls by keys. */
  reads?: boolean;
  children: ReactNode;
}) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-ink/30" />
        <Radix.Content
          {...(hint === undefined ? { 'aria-describedby': undefined } : {})}
          className={`fixed top-1/2 left-1/2 z-50 flex max-h-[88dvh] ${wide ? 'w-[min(840px,calc(100vw-32px))]' : 'w-[min(560px,calc(100vw-32px))]'} -translate-x-1/2 -translate-y-1/2 flex-col overflow-hidden rounded-card border border-line bg-surface shadow-lg max-md:top-auto max-md:bottom-0 max-md:w-full max-md:translate-y-0 max-md:rounded-b-none`}
        >
          <div className="flex flex-col gap-1 p-5 pr-14 pb-3">
            <Radix.Title className="text-title font-semibold">{title}</Radix.Title>
            {hint !== undefined && <Radix.Description className="text-ink-2">{hint}</Radix.Description>}
          </div>
          <div
            className="flex min-h-0 flex-col gap-4 overflow-y-auto px-5 pb-5"
            {...(reads ? { tabIndex: 0, role: 'region', 'aria-label': title } : {})}
          >
            {children}
          </div>
          <DialogClose />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
