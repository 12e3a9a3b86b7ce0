import { useQuery } from '@tanstack/react-query';
import { Dialog } from 'radix-ui';
import { useRef } from 'react';
import type { FlowView } from '../../../api/flow-types.ts';
import { runQuery } from '../../../api/queries.ts';
import { DialogClose } from '../../../ui/dialog.tsx';
import { Loading } from '../../../ui/states.tsx';
import { RunForm } from './run-form.tsx';

/** Starts a run of the flow; `from` names a run whose values are filled in. A sheet over the whole of a phone. */
export function RunDialog({ flow, from, onClose }: { flow: FlowView; from: string | undefined; onClose: () => void }) {
  const run = useQuery({ ...runQuery(from ?? ''), enabled: from !== undefined, refetchInterval: false });
  const dirty = useRef(false);
  const ready = from === undefined || run.data !== undefined || run.error !== null;
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-ink/30" />
        <Dialog.Content
          aria-describedby={undefined}
          // What somebody has typed is not thrown away by a click beside it.
          onInteractOutside={(event) => dirty.current && event.preventDefault()}
          className="fixed top-1/2 left-1/2 z-50 flex max-h-[min(860px,92dvh)] w-[min(640px,92vw)] -translate-1/2 flex-col rounded-card border border-line bg-surface shadow-lg max-md:inset-0 max-md:max-h-none max-md:w-full max-md:translate-0 max-md:rounded-none max-md:border-0"
        >
          <Dialog.Title className="py-4 pr-14 pl-5 text-title font-semibold">Run {flow.title}</Dialog.Title>
          {run.error !== null && run.data === undefined && (
            <p role="alert" className="px-5 pb-3 text-failed">
              The values of the run {from} could not be fetched. {run.error.message}
            </p>
          )}
          {ready ? (
            <RunForm
              flow={flow}
              from={run.data}
              onDirty={() => {
                dirty.current = true;
              }}
              onClose={onClose}
            />
          ) : (
            <Loading label="Loading the values of the run" />
          )}
          <DialogClose />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
