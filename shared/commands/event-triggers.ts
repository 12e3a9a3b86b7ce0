import { isSluiceError } from '../errors/sluice-error.ts';
import { evaluateCondition, evaluateTemplate } from '../evaluate/evaluate-template.ts';
import { type Environment, environments } from '../flow/environments.ts';
import type { Json } from '../run/events.ts';
import type { Ports } from './ports.ts';
import { runningVersion } from './running-version.ts';
import { startRun } from './start-run.ts';
import type { EventRules } from './trigger-ports.ts';

/** An event that fitted the pattern of a flow's trigger. */
export interface Matched {
  flow: string;
  environment: Environment;
  trigger: string;
  /** The event as EventBridge delivers it. */
  event: { id: string } & Record<string, Json>;
}

/** Makes the rules on the event bus those of the versions that the environments point at. May be repeated. */
export async function syncEventRules(
  ports: Pick<Ports, 'flows' | 'triggers'> & { rules: EventRules },
  flow: string,
): Promise<void> {
  const record = await ports.flows.flow(flow);
  const gone = new Set(await ports.triggers.eventRules(flow));
  for (const environment of environments) {
    const version = await runningVersion(ports, record, environment);
    for (const { id, pattern, environments: where } of version?.flow.events ?? []) {
      if (!where.includes(environment)) continue;
      const name = `${environment}.${id}`;
      gone.delete(name);
      await ports.triggers.noteEventRule(flow, name);
      await ports.rules.put(flow, { environment, id, pattern });
    }
  }
  for (const name of gone) {
    await ports.rules.remove(flow, name);
    await ports.triggers.removeEventRule(flow, name);
  }
}

/** What became of an event. */
export type Taken = { run: string } | { filtered: string } | { refused: { code: string; message: string } };

/** Starts the run of an event: one, however often it is delivered. A refusal is an answer, not a failure of the function. */
export async function takeEvent(ports: Ports, { flow, environment, trigger: id, event }: Matched): Promise<Taken> {
  const record = await ports.flows.flow(flow);
  const version = await runningVersion(ports, record, environment);
  const trigger = version?.flow.events.find((each) => each.id === id);
  if (trigger === undefined) return { filtered: 'The version that runs here has no such trigger.' };
  const scope = { trigger: { type: 'event', event }, env: await ports.environments.variables(environment) };
  try {
    if (trigger.when !== undefined && !(await evaluateCondition(trigger.when, scope)))
      return { filtered: trigger.when };
    const started = await startRun(ports, {
      flow,
      environment,
      params: trigger.params === undefined ? {} : await evaluateTemplate(trigger.params, scope),
      mode: 'background',
      checkpoints: 'template',
      trigger: { type: 'event', by: { type: 'system', id: `event:${flow}`, name: `Event ${id}` } },
      data: { event },
      idempotencyKey: `${environment}.${id}@${event.id}`,
    });
    return { run: started.id };
  } catch (error) {
    if (!isSluiceError(error) || error.status >= 500) throw error;
    return { refused: { code: error.code, message: error.message } };
  }
}
