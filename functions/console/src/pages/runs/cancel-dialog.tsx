import { Progress } from 'radix-ui';
import { useId, useState } from 'react';
import type { RunRow } from '../../api/types.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { shortId } from '../../ui/short-id.ts';
import { useCancelRuns } from './cancel-runs.ts';

const count = (number: number) => (number === 1 ? '1 run' : `${number} runs`);

/** Asks before several runs are cancelled, shows how far it is, and what could not be cancelled and why. */
export function CancelDialog({
  runs,
  others,
  open,
  onClose,
}: {
  runs: readonly RunRow[];
  /** How many are ticked that cannot be cancelled. */
  others: number;
  open: boolean;
  onClose: (done: boolean) => void;
}) {
  const field = useId();
  const [reason, setReason] = useState('');
  // What is being cancelled stays what was asked for, though the list moves on.
  const [asked, setAsked] = useState<readonly RunRow[]>([]);
  const { progress, cancel, reset } = useCancelRuns();
  const { state, total, answered, failures } = progress;
  const start = (which: readonly RunRow[]) => {
    setAsked(which);
    void cancel(which, reason.trim());
  };
  const close = () => {
    if (state === 'going') return;
    onClose(state === 'done');
    setReason('');
    reset();
  };
  const shown = state === 'idle' ? runs : asked;
  return (
    <Dialog
      title={state === 'done' ? `${count(total - failures.length)} cancelled` : `Cancel ${count(shown.length)}?`}
      hint={
        state === 'idle'
          ? `What they have done so far stays done, and nothing more is started.${others > 0 ? ` ${others === 1 ? 'One of the selected is' : `${others} of the selected are`} over already, or not yours to cancel, and will be left alone.` : ''}`
          : undefined
      }
      open={open}
      onOpenChange={(next) => !next && close()}
    >
      {state === 'idle' && (
        <>
          <ul
            className="flex max-h-48 flex-col gap-1 overflow-y-auto rounded-control border border-line p-3"
            tabIndex={-1}
          >
            {runs.map((run) => (
              <li key={run.id} className="truncate">
                {run.title} <span className="font-mono text-meta text-ink-3">{shortId(run.id)}</span>
              </li>
            ))}
          </ul>
          <label htmlFor={field} className="flex flex-col gap-1.5 font-semibold">
            <span>
              Reason <span className="font-normal text-ink-3">optional, kept with each run</span>
            </span>
            <input
              id={field}
              value={reason}
              maxLength={1_000}
              onChange={(event) => setReason(event.target.value)}
              className="h-9 rounded-control border border-control bg-surface px-3 font-normal"
            />
          </label>
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={close}>Keep them</Button>
            <Button look="danger" onClick={() => start(runs)}>
              Cancel {count(runs.length)}
            </Button>
          </div>
        </>
      )}
      {state === 'going' && (
        <div className="flex flex-col gap-2">
          <p role="status">
            {answered} of {total}
          </p>
          <Progress.Root
            value={answered}
            max={total}
            aria-label="Cancelled so far"
            className="h-1.5 overflow-hidden rounded-full bg-line"
          >
            <Progress.Indicator
              className="h-full origin-left bg-ink transition-transform"
              style={{ transform: `scaleX(${total === 0 ? 0 : answered / total})` }}
            />
          </Progress.Root>
        </div>
      )}
      {state === 'done' && (
        <>
          {failures.length > 0 && (
            <div role="alert" className="flex flex-col gap-2">
              <p className="font-semibold">{count(failures.length)} could not be cancelled:</p>
              <ul className="flex flex-col gap-2">
                {failures.map(({ run, why }) => (
                  <li key={run.id} className="rounded-control border border-line p-3">
                    {run.title} <span className="font-mono text-meta text-ink-3">{shortId(run.id)}</span>
                    <span className="block text-failed">{why}</span>
                  </li>
                ))}
              </ul>
            </div>
          )}
          <div className="flex flex-wrap justify-end gap-2">
            {failures.length > 0 && (
              <Button onClick={() => start(failures.map(({ run }) => run))}>Try those again</Button>
            )}
            <Button look="primary" onClick={close}>
              Done
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}
