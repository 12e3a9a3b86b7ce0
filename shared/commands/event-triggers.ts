import { SluiceError } from '../errors/sluice-error.ts';
import { type Environment, environments } from '../flow/environments.ts';
import type { FlowRecord } from './flow-ports.ts';
import type { Ports } from './ports.ts';
import { runningVersion } from './running-version.ts';
import { type Became, logDelivery, startByTrigger } from './start-by-trigger.ts';
import type { EventDelivered, EventRule, EventRules, Outcome } from './trigger-ports.ts';

/** An event that fitted the pattern of a flow's trigger. */
export interface Matched {
  flow: string;
  environment: Environment;
  trigger: string;
  event: EventDelivered;
}

/** Makes the rules on the event buses those of the versions that the environments point at. May be repeated. */
export async function syncEventRules(
  ports: Pick<Ports, 'flows' | 'triggers'> & { rules: EventRules },
  record: FlowRecord,
): Promise<void> {
  const flow = record.id;
  const wanted: EventRule[] = [];
  const before = await ports.triggers.eventRules(flow);
  for (const environment of environments) {
    const version = await runningVersion(ports, record, environment);
    for (const { id: trigger, bus = 'default', pattern, environments: where } of version?.flow.events ?? []) {
      if (!where.includes(environment)) continue;
      const rule = { environment, trigger, bus };
      wanted.push(rule);
      await ports.triggers.noteEventRule(flow, rule);
      await ports.rules.put(flow, rule, pattern);
    }
  }
  const isWanted = (rule: EventRule) =>
    wanted.some(
      (each) => each.environment === rule.environment && each.trigger === rule.trigger && each.bus === rule.bus,
    );
  for (const rule of before) {
    if (isWanted(rule)) continue;
    await ports.rules.remove(flow, rule);
    await ports.triggers.removeEventRule(flow, rule);
  }
}

/** UTF-8 bytes of an event that is kept in the log; an item of the table holds 400 KB. */
const mostKeptBytes = 256 * 1024;

/**
 * Starts the run of an event: one, however often it is delivered; or, for a person who replays an event of the log, one more, mapped by
 * the version that runs now. Whatever becomes of it stands in the flow's log of deliveries, once. A refusal is an answer, not a
 * failure of the function; of a replay it is thrown, as is `no-event-trigger` (404).
 */
export async function takeEvent(
  ports: Ports,
  { flow, environment, trigger: id, event }: Matched,
  replayOf?: string,
): Promise<Outcome> {
  const record = await ports.flows.flow(flow);
  const version = await runningVersion(ports, record, environment);
  const mapping = version?.flow.events.find((each) => each.id === id);
  if (mapping === undefined && replayOf !== undefined)
    throw new SluiceError('no-event-trigger', `The flow has no event "${id}" in ${environment} any more.`, {
      status: 404,
    });
  const once = `${environment}.${id}@${event.id}`;
  const became: Became =
    mapping === undefined
      ? { outcome: { outcome: 'filtered', reason: `The version that runs in ${environment} has no event "${id}".` } }
      : await startByTrigger(ports, {
          flow,
          environment,
          trigger: { type: 'event', by: { type: 'system', id: `event:${flow}`, name: `Event ${id}` } },
          mapping,
          data: { event },
          ...(replayOf === undefined ? { idempotencyKey: once } : {}),
        });
  const { outcome } = became;
  const kept = Buffer.byteLength(JSON.stringify(event)) <= mostKeptBytes;
  await logDelivery(
    ports,
    flow,
    {
      trigger: 'event',
      event: id,
      environment,
      deliveryId: event.id,
      ...outcome,
      ...(version === undefined ? {} : { version: version.version }),
      ...(kept ? { delivery: event } : {}),
      ...(replayOf === undefined ? {} : { replayOf }),
    },
    replayOf === undefined ? `${once}#${outcome.outcome}` : undefined,
  );
  if (replayOf !== undefined && 'refusal' in became) throw became.refusal;
  return outcome;
}
