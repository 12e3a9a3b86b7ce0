import { useMutation, useQueryClient } from '@tanstack/react-query';
import { AlertDialog } from 'radix-ui';
import { toast } from 'sonner';
import { call } from '../../api/client.ts';
import type { FlowView } from '../../api/flow-types.ts';
import { Button } from '../../ui/button.tsx';

/** A version for an environment, as somebody is about to choose it. */
export interface Pointing {
  environment: string;
  version: number;
}

/** What pointing an environment at a version is called: forward, back, or for the first time. */
export function pointingWord({ environment, version }: Pointing, now: number | undefined): string {
  if (now === undefined) return `Put version ${version} into ${environment}`;
  return now < version
    ? `Promote ${environment} to version ${version}`
    : `Roll ${environment} back to version ${version}`;
}

/** Asks before an environment runs another version. */
export function PointEnvironment({
  flow,
  pointing,
  onClose,
}: {
  flow: FlowView;
  pointing: Pointing;
  onClose: () => void;
}) {
  const queries = useQueryClient();
  const { environment, version } = pointing;
  const now = flow.environments[environment];
  const word = pointingWord(pointing, now);
  const point = useMutation({
    mutationFn: () =>
      call<{ diagnostics?: { message: string }[] }>(
        'POST',
        `/v1/flows/${encodeURIComponent(flow.id)}/environments/${environment}`,
        { body: { version } },
      ),
    onSuccess: async ({ diagnostics = [] }) => {
      toast.success(`${environment} runs version ${version}`);
      for (const { message } of diagnostics) toast.warning(message);
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['flow', flow.id] }),
        queries.invalidateQueries({ queryKey: ['flows'] }),
      ]);
      onClose();
    },
  });
  return (
    <AlertDialog.Root open onOpenChange={(open) => !open && onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fixed inset-0 z-40 bg-ink/30" />
        <AlertDialog.Content className="fixed top-1/2 left-1/2 z-50 flex w-[min(480px,92vw)] -translate-1/2 flex-col gap-4 rounded-card border border-line bg-surface p-5 shadow-lg">
          <AlertDialog.Title className="text-title font-semibold">{word}?</AlertDialog.Title>
          <AlertDialog.Description className="text-ink-2">
            Runs that start in {environment} from now on run version {version}
            {now === undefined ? '' : ` instead of ${now}`}. Its schedules, webhook and events become those of that
            version. Runs that have begun stay on theirs.
          </AlertDialog.Description>
          {point.error !== null && (
            <p role="alert" className="text-failed">
              {point.error.message}
            </p>
          )}
          <div className="flex flex-wrap justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button>Leave it as it is</Button>
            </AlertDialog.Cancel>
            <Button look="primary" aria-disabled={point.isPending} onClick={() => !point.isPending && point.mutate()}>
              {point.isPending ? 'Changing…' : word}
            </Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
