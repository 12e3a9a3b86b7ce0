import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

/** Asks before something is deleted; stays open, with the reason, when that fails. */
export function Confirm({
  title,
  action,
  error,
  busy,
  open,
  onConfirm,
  onClose,
  children,
}: {
  title: string;
  action: string;
  error: Error | null;
  busy: boolean;
  open: boolean;
  onConfirm: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  return (
    <Dialog title={title} hint={children} open={open} onOpenChange={(next) => !next && onClose()}>
      {error !== null && (
        <p role="alert" className="text-failed">
          {error.message}
        </p>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Keep it</Button>
        <Button look="danger" aria-disabled={busy} onClick={() => !busy && onConfirm()}>
          {busy ? 'Sending…' : action}
        </Button>
      </div>
    </Dialog>
  );
}
