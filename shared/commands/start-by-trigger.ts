import { isSluiceError, SluiceError } from '../errors/sluice-error.ts';
import { evaluateCondition, evaluateTemplate } from '../evaluate/evaluate-template.ts';
import type { Environment } from '../flow/environments.ts';
import type { Json, Trigger } from '../run/events.ts';
import type { Ports } from './ports.ts';
import { startRun } from './start-run.ts';
import type { Delivered, Outcome } from './trigger-ports.ts';

/** What a trigger brought, and how it becomes a run. */
export interface Brought {
  flow: string;
  environment: Environment;
  trigger: Trigger;
  /** The trigger's filter and mapping: templates over `trigger` and `env`. */
  mapping: { when?: string; params?: unknown };
  /** What was brought; expressions see it as members of `trigger`. */
  data: Record<string, Json>;
  /** By which a second delivery is known; none for what a person replays. */
  idempotencyKey?: string;
}

/** What became of it; a refusal besides as the error that whoever waits for an answer gets. */
export type Became = { outcome: Exclude<Outcome, { outcome: 'refused' }> } | { outcome: Outcome; refusal: SluiceError };

/**
 * Asks the filter of a trigger, maps what it brought to parameters and starts a run. A refusal is an answer, with the code of the
 * start or `mapping-failed` (422); what is no refusal is thrown.
 */
export async function startByTrigger(ports: Ports, brought: Brought): Promise<Became> {
  const { flow, environment, trigger, mapping, data, idempotencyKey } = brought;
  const env = await ports.environments.variables(environment);
  const scope = { trigger: { type: trigger.type, ...data }, env };
  try {
    if (mapping.when !== undefined && !(await evaluateCondition(mapping.when, scope)))
      return { outcome: { outcome: 'filtered', reason: mapping.when } };
    const started = await startRun(ports, {
      flow,
      environment,
      params: mapping.params === undefined ? {} : await evaluateTemplate(mapping.params, scope),
      mode: 'background',
      checkpoints: 'template',
      trigger,
      data,
      ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    });
    return { outcome: { outcome: 'accepted', run: started.id } };
  } catch (error) {
    if (!isSluiceError(error) || error.status >= 500) throw error;
    const refusal = error.code.startsWith('Expression.')
      ? new SluiceError('mapping-failed', error.message, { status: 422, cause: error })
      : error;
    return { outcome: { outcome: 'refused', code: refusal.code, reason: refusal.message }, refusal };
  }
}

/** Days that the log of deliveries goes back. */
const keptDays = 30;

/**
 * Writes into the flow's log what a trigger brought. A run is logged once, under its own id; everything else once for each `once`,
 * where there is one.
 */
export async function logDelivery(
  ports: Pick<Ports, 'triggers' | 'clock' | 'ids'>,
  flow: string,
  delivered: Delivered,
  once?: string,
): Promise<void> {
  const now = ports.clock.now();
  const id = delivered.outcome === 'accepted' ? delivered.run : ports.ids.ulid(now);
  const expiresAt = Math.floor(now / 1000) + keptDays * 86_400;
  const record = { id, at: new Date(now).toISOString(), ...delivered };
  await ports.triggers.logDelivery(flow, record, { expiresAt, ...(once === undefined ? {} : { once }) });
}
