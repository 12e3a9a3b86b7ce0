import { AlertDialog } from 'radix-ui';
import { Button } from '../../ui/button.tsx';

/** Asks before a text is left that nobody has published; it stays a draft of this tab. */
export function LeaveDialog({ open, stay, leave }: { open: boolean; stay: () => void; leave: () => void }) {
  return (
    <AlertDialog.Root open={open} onOpenChange={(wanted) => !wanted && stay()}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-40 bg-canvas/75" />
        <AlertDialog.Content className="fixed top-1/2 left-1/2 z-50 flex w-[min(440px,92vw)] -translate-x-1/2 -translate-y-1/2 flex-col gap-4 rounded-card border border-line bg-surface p-5 shadow-lg">
          <AlertDialog.Title className="text-title font-semibold">Leave without publishing?</AlertDialog.Title>
          <AlertDialog.Description className="text-ink-2">
            Your text is kept as a draft until this tab is closed. The flow stays as it is.
          </AlertDialog.Description>
          <div className="flex flex-wrap justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button look="primary">Stay</Button>
            </AlertDialog.Cancel>
            <Button onClick={leave}>Leave</Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
