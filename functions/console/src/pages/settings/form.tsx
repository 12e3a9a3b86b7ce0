import type { ReactNode } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

/** A form in a dialog. It stays open, with everything that was typed, until the server has taken it. */
export function FormDialog({
  title,
  hint,
  open,
  busy,
  error,
  onSubmit,
  onClose,
  children,
}: {
  title: string;
  hint?: ReactNode;
  open: boolean;
  busy: boolean;
  /** What went wrong as a whole; what belongs to a field stands there. */
  error: string | undefined;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
}) {
  return (
    <Dialog title={title} hint={hint} open={open} onOpenChange={(next) => !next && onClose()}>
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) onSubmit();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) event.currentTarget.requestSubmit();
        }}
      >
        {children}
        {error !== undefined && (
          <p role="alert" className="text-failed">
            {error}
          </p>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Leave it</Button>
          <Button type="submit" look="primary" aria-disabled={busy}>
            {busy ? 'Saving…' : 'Save'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
