import { X } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import type { RunRow } from '../../api/types.ts';
import type { Me } from '../../app/session.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { CancelDialog } from './cancel-dialog.tsx';
import { mayCancel } from './selection.ts';

/** What can be done with the runs that are ticked; stays at the foot of the screen. */
export function SelectionBar({ runs, me, onClear }: { runs: readonly RunRow[]; me: Me; onClear: () => void }) {
  const [asking, setAsking] = useState(false);
  const cancellable = runs.filter((run) => mayCancel(run, me));
  const copy = async () => {
    await navigator.clipboard.writeText(runs.map(({ id }) => id).join('\n'));
    toast.success(`${runs.length === 1 ? 'One id is' : `${runs.length} ids are`} on your clipboard.`);
  };
  return (
    <section
      aria-label="Selected runs"
      className="sticky bottom-4 z-20 mx-auto mt-auto flex w-fit max-w-[calc(100%-32px)] flex-wrap items-center gap-2 rounded-card border border-control bg-surface py-2 pr-2 pl-4 shadow-sm max-md:bottom-20"
    >
      <span role="status" className="mr-2 font-semibold">
        {runs.length} selected
      </span>
      {cancellable.length > 0 && (
        <Button look="danger" onClick={() => setAsking(true)}>
          Cancel {cancellable.length}
        </Button>
      )}
      <Button onClick={() => void copy()}>Copy ids</Button>
      <IconButton label="Select none" onClick={onClear}>
        <X aria-hidden size={18} />
      </IconButton>
      <CancelDialog
        runs={cancellable}
        others={runs.length - cancellable.length}
        open={asking}
        onClose={(done) => {
          setAsking(false);
          if (done) onClear();
        }}
      />
    </section>
  );
}
