import type { FlowView } from '../../api/flow-types.ts';
import { DeliveryLog } from './delivery-log.tsx';
import { EventsCard } from './events-card.tsx';
import { ScheduleCard } from './schedule-card.tsx';
import { WebhookCard } from './webhook-card.tsx';

/** What starts runs of the flow without anybody: the clock, deliveries, events; and the log of what came. */
export function TriggersTab({ flow, scopes }: { flow: FlowView; scopes: ReadonlySet<string> }) {
  const { webhook, events } = flow.definition;
  return (
    <>
      {flow.syncing !== undefined && (
        <p role="status" className="border-b border-line bg-surface px-5 py-3 text-ink-2 max-md:px-4">
          Schedules and events do not follow yet what was changed last. They are tried again by themselves within a
          minute.
        </p>
      )}
      <div className="grid items-start gap-4 p-5 max-md:p-4 min-[1200px]:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          <ScheduleCard flow={flow} may={scopes.has('flows.write')} />
          <EventsCard flow={flow} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <WebhookCard flow={flow} />
          {(webhook !== undefined || events.length > 0) && <DeliveryLog flow={flow} may={scopes.has('flows.run')} />}
        </div>
      </div>
    </>
  );
}
