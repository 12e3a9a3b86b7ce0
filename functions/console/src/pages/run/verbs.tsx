import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { RotateCcw } from 'lucide-react';
import { AlertDialog } from 'radix-ui';
import { useId, useState } from 'react';
import { toast } from 'sonner';
import { call, Offline } from '../../api/client.ts';
import { refetchMoved } from '../../api/live.ts';
import type { RunView } from '../../api/types.ts';
import { Button } from '../../ui/button.tsx';

/** Starts a new run with the values of this one, and goes there. */
export function AgainButton({ run }: { run: RunView }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  // One key for as long as the button stands there: however often it is pressed, one run begins.
  const [key, setKey] = useState(() => crypto.randomUUID());
  const again = useMutation({
    networkMode: 'always',
    mutationFn: () => call<{ id: string }>('POST', `/v1/runs/${run.id}/again`, { headers: { 'idempotency-key': key } }),
    onSuccess: ({ id }) => {
      setKey(crypto.randomUUID());
      void queries.invalidateQueries({ queryKey: ['runs'] });
      void navigate({ to: '/runs/$id', params: { id } });
    },
    onError: (error) => toast.error('The run did not begin.', { description: error.message }),
  });
  return (
    <Button aria-disabled={again.isPending} onClick={() => again.isPending || again.mutate()}>
      <RotateCcw aria-hidden size={16} />
      {again.isPending ? 'Starting…' : 'Run again'}
    </Button>
  );
}

/** Asks once more, and for a reason, before a run is cancelled. */
export function CancelButton({ run }: { run: RunView }) {
  const queries = useQueryClient();
  const field = useId();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const cancel = useMutation({
    networkMode: 'always',
    mutationFn: () =>
      call('POST', `/v1/runs/${run.id}/cancel`, { body: reason.trim() === '' ? {} : { reason: reason.trim() } }),
    onSuccess: () => {
      toast.success('The run is cancelled');
      setOpen(false);
    },
    onSettled: () => refetchMoved(queries, run.id),
  });
  return (
    <AlertDialog.Root open={open} onOpenChange={setOpen}>
      <AlertDialog.Trigger asChild>
        <Button look="danger">Cancel run</Button>
      </AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-40 bg-ink/30" />
        <AlertDialog.Content className="fixed top-1/2 left-1/2 z-50 flex w-[min(480px,92vw)] -translate-1/2 flex-col gap-4 rounded-card border border-line bg-surface p-5 shadow-lg">
          <AlertDialog.Title className="text-title font-semibold">Cancel this run?</AlertDialog.Title>
          <AlertDialog.Description className="text-ink-2">
            What it has done stays done; what runs now is stopped, and nobody is asked any more. It cannot be taken
            back.
          </AlertDialog.Description>
          <label htmlFor={field} className="flex flex-col gap-1.5 font-semibold">
            <span>
              Reason <span className="font-normal text-ink-3">optional, kept with the run</span>
            </span>
            <textarea
              id={field}
              rows={2}
              maxLength={1_000}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
              className="rounded-control border border-control bg-surface px-3 py-2 font-normal"
            />
          </label>
          {cancel.error !== null && (
            <p role="alert" className="text-failed">
              {cancel.error instanceof Offline
                ? 'The server cannot be reached. Whether the run was cancelled is not known; try again.'
                : cancel.error.message}
            </p>
          )}
          <div className="flex justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button>Let it run</Button>
            </AlertDialog.Cancel>
            <Button look="danger" disabled={cancel.isPending} onClick={() => cancel.mutate()}>
              {cancel.isPending ? 'Cancelling…' : 'Cancel run'}
            </Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
