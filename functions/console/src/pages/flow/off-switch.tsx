import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Power } from 'lucide-react';
import { Switch } from 'radix-ui';
import { useId } from 'react';
import { toast } from 'sonner';
import { call } from '../../api/client.ts';
import type { FlowView } from '../../api/flow-types.ts';
import { Time } from '../../ui/time.tsx';

/** Switches a flow off, so that nothing starts it, or on again. */
export function OffSwitch({ flow }: { flow: FlowView }) {
  const queries = useQueryClient();
  const label = useId();
  const change = useMutation({
    mutationFn: (enabled: boolean) => call('PATCH', `/v1/flows/${encodeURIComponent(flow.id)}`, { body: { enabled } }),
    onSuccess: (_answer, enabled) => toast.success(enabled ? 'Switched on' : 'Switched off: nothing starts it'),
    onError: (error) => toast.error(`It stays as it was. ${error.message}`),
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['flow', flow.id] }),
        queries.invalidateQueries({ queryKey: ['flows'] }),
      ]),
  });
  const on = change.isPending ? change.variables : flow.off === undefined;
  return (
    <div className="flex h-9 items-center gap-2">
      <span id={label} className="text-ink-2">
        {on ? 'On' : 'Off'}
        <span className="sr-only">: whether runs of {flow.title} can start</span>
      </span>
      <Switch.Root
        checked={on}
        disabled={change.isPending}
        onCheckedChange={(enabled) => change.mutate(enabled)}
        aria-labelledby={label}
        className="h-6 w-10 rounded-full border border-control bg-line transition-colors data-[state=checked]:border-ink data-[state=checked]:bg-ink"
      >
        <Switch.Thumb className="block size-4 translate-x-[3px] rounded-full bg-surface ring-1 ring-control transition-transform data-[state=checked]:translate-x-[19px] data-[state=checked]:ring-transparent" />
      </Switch.Root>
    </div>
  );
}

/** Says that nothing starts the flow, since when, and who wanted that. */
export function OffNote({ off }: { off: NonNullable<FlowView['off']> }) {
  return (
    <p className="flex flex-wrap items-center gap-x-2 border-b border-line bg-surface px-5 py-3 max-md:px-4">
      <Power aria-hidden size={16} className="text-cancelled" />
      <span>
        <strong>Switched off</strong> by {off.by.name ?? off.by.id} <Time at={off.at} />. Nothing starts it: no person,
        no schedule, no delivery. Runs that have begun go on.
      </span>
    </p>
  );
}
