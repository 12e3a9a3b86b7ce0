import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { ChevronRight, Redo2 } from 'lucide-react';
import { Collapsible } from 'radix-ui';
import { toast } from 'sonner';
import { call } from '../../api/client.ts';
import { deliveriesQuery } from '../../api/flow-queries.ts';
import type { DeliveryRow, FlowView } from '../../api/flow-types.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, Facts } from '../../ui/card.tsx';
import { Json } from '../../ui/json.tsx';
import { shortId } from '../../ui/short-id.ts';
import { StaleNote } from '../../ui/stale-note.tsx';
import { Loading, More, Problem } from '../../ui/states.tsx';
import type { Signal } from '../../ui/status.ts';
import { Time } from '../../ui/time.tsx';
import { Code } from './step-inspector.tsx';

const outcomes: Record<DeliveryRow['outcome'], { signal: Signal; word: string }> = {
  accepted: { signal: 'complete', word: 'Accepted' },
  filtered: { signal: 'skipped', word: 'Filtered' },
  refused: { signal: 'refused', word: 'Refused' },
};

/** What was delivered, as far as the log shows it. */
function Content({ row }: { row: DeliveryRow }) {
  const { delivery, deliveryId, replayOf, code, trigger, version } = row;
  return (
    <div className="flex flex-col gap-3">
      <Facts
        facts={[
          ['Id', <Code key="id">{row.id}</Code>],
          deliveryId === undefined ? undefined : ["The sender's id", <Code key="sender">{deliveryId}</Code>],
          replayOf === undefined ? undefined : ['Replay of', <Code key="replay">{replayOf}</Code>],
          version === undefined ? undefined : ['Taken by', `version ${version}`],
          code === undefined ? undefined : ['Code', <Code key="code">{code}</Code>],
        ]}
      />
      {delivery === undefined ? (
        <p className="text-meta text-ink-3">
          {row.run === undefined
            ? 'The log does not show its content. What was authentic is kept, and can be replayed.'
            : `The log does not show its content. The run has it: its ${trigger === 'event' ? 'event' : 'headers and body'} are what its trigger brought.`}
        </p>
      ) : (
        <Json value={delivery} label="what was delivered" />
      )}
    </div>
  );
}

function Delivery({ flow, row, may }: { flow: string; row: DeliveryRow; may: boolean }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const replay = useMutation({
    mutationFn: () =>
      call<{ id?: string; outcome?: string }>(
        'POST',
        `/v1/flows/${encodeURIComponent(flow)}/deliveries/${row.id}/replay`,
      ),
    onSuccess: ({ id }) => {
      if (id === undefined) toast.info('Taken once more, and filtered again: it started nothing.');
      else
        toast.success(`Replayed as run ${shortId(id)}`, {
          action: { label: 'Open', onClick: () => void navigate({ to: '/runs/$id', params: { id } }) },
        });
    },
    onError: (error) => toast.error(`Not replayed. ${error.message}`),
    onSettled: () => queries.invalidateQueries({ queryKey: ['flow', flow, 'deliveries'] }),
  });
  return (
    <Collapsible.Root asChild>
      <li className="px-4 py-2">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <Collapsible.Trigger
            className="group inline-flex min-h-9 items-center gap-2 rounded-control text-left"
            aria-label={`${outcomes[row.outcome].word} ${row.at}: details`}
          >
            <ChevronRight aria-hidden size={16} className="text-ink-3 group-data-[state=open]:rotate-90" />
            <Badge {...outcomes[row.outcome]} />
          </Collapsible.Trigger>
          <span className="text-meta text-ink-2">
            <Time at={row.at} />
          </span>
          <span className="text-meta text-ink-3">
            {row.trigger === 'event' ? `event ${row.event ?? ''}` : 'webhook'} in {row.environment}
            {row.replayOf !== undefined && ', replayed'}
          </span>
          {row.run !== undefined && (
            <Link to="/runs/$id" params={{ id: row.run }} className="font-mono text-meta">
              {shortId(row.run)}
            </Link>
          )}
          {may && row.code !== 'invalid-signature' && (
            <Button
              look="quiet"
              className="ml-auto"
              aria-disabled={replay.isPending}
              onClick={() => !replay.isPending && replay.mutate()}
            >
              <Redo2 aria-hidden size={16} /> {replay.isPending ? 'Replaying…' : 'Replay'}
            </Button>
          )}
        </div>
        {row.reason !== undefined && (
          <p className="pb-1 pl-6 text-meta break-words text-ink-2">
            {row.outcome === 'filtered' ? (
              <>
                This was false: <Code>{row.reason}</Code>
              </>
            ) : (
              row.reason
            )}
          </p>
        )}
        <Collapsible.Content className="py-2 pl-6">
          <Content row={row} />
        </Collapsible.Content>
      </li>
    </Collapsible.Root>
  );
}

/** What the webhook and the events of the flow brought: taken, filtered or refused, and why. */
export function DeliveryLog({ flow, may }: { flow: FlowView; may: boolean }) {
  const log = useInfiniteQuery(deliveriesQuery(flow.id));
  const rows = log.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Card title="Delivery log">
      <StaleNote query={log} />
      {log.data === undefined &&
        (log.error === null ? <Loading lines={3} /> : <Problem error={log.error} retry={() => void log.refetch()} />)}
      {log.data !== undefined && rows.length === 0 && (
        <p className="p-4 text-ink-2">
          Nothing was delivered yet. What comes is listed here, whether it starts a run or not.
        </p>
      )}
      {rows.length > 0 && (
        <ul className="divide-y divide-line">
          {rows.map((row) => (
            <Delivery key={row.id} flow={flow.id} row={row} may={may} />
          ))}
        </ul>
      )}
      {log.hasNextPage && <More busy={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()} />}
    </Card>
  );
}
