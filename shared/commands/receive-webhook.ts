import { SluiceError } from '../errors/sluice-error.ts';
import { evaluateCondition, evaluateTemplate } from '../evaluate/evaluate-template.ts';
import type { Environment } from '../flow/environments.ts';
import type { Json } from '../run/events.ts';
import { type Delivery, verifySignature } from '../webhooks/verify-signature.ts';
import type { Ports } from './ports.ts';
import { runningVersion } from './running-version.ts';
import { startRun } from './start-run.ts';
import type { DeliveryRecord } from './trigger-ports.ts';

export interface ReceiveWebhook {
  flow: string;
  environment: Environment;
  delivery: Delivery;
  /** Of a delivery that was verified before and is tried again by a person. */
  replayOf?: string;
}

/** Days that the log of deliveries goes back. */
const keptDays = 30;
/** Headers that say nothing about the event, or that must not be kept. */
const dropped = /^(authorization|cookie|host|content-length|x-forwarded-.*|x-amzn-.*|via|.*signature.*)$/;

/** What the expressions of a trigger see of a delivery; a body that is no JSON is its text. */
function triggerOf({ headers, query, body }: Delivery): { headers: Json; query: Json; body: Json } {
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.test(name)));
  try {
    return { headers: kept, query, body: JSON.parse(body) as Json };
  } catch {
    return { headers: kept, query, body };
  }
}

/** Writes a delivery into the flow's log. One that is not authentic is written without its content. */
async function log(
  ports: Ports,
  { flow, environment, delivery, replayOf }: ReceiveWebhook,
  outcome: Pick<DeliveryRecord, 'outcome' | 'reason' | 'code' | 'run' | 'deliveryId'>,
  authentic: boolean,
): Promise<DeliveryRecord> {
  const now = ports.clock.now();
  const record: DeliveryRecord = {
    id: ports.ids.ulid(now),
    at: new Date(now).toISOString(),
    environment,
    ...outcome,
    ...(replayOf === undefined ? {} : { replayOf }),
    ...(authentic ? { delivery: { ...delivery, headers: triggerOf(delivery).headers as Record<string, string> } } : {}),
  };
  await ports.triggers.logDelivery(flow, record, Math.floor(now / 1000) + keptDays * 86_400);
  return record;
}

/**
 * Takes a delivery: checks its signature, asks the flow's filter, maps it to parameters and starts a run; once, however often it is
 * delivered. Whatever becomes of it stands in the flow's log of deliveries. Throws what refuses it: `invalid-signature` (401),
 * `no-webhook` (404), `mapping-failed` (422), and every refusal of a start.
 */
export async function receiveWebhook(
  ports: Ports,
  receive: ReceiveWebhook,
): Promise<Pick<DeliveryRecord, 'outcome' | 'run' | 'reason'>> {
  const { flow, environment, delivery, replayOf } = receive;
  const record = await ports.flows.flow(flow);
  const version = await runningVersion(ports, record, environment);
  const webhook = version?.flow.webhook;
  if (webhook === undefined)
    throw new SluiceError('no-webhook', `The flow has no webhook in ${environment}.`, { status: 404 });

  let deliveryId: string | undefined;
  if (replayOf === undefined) {
    const name = webhook.secret;
    const secret = name === undefined ? undefined : (await ports.secrets.read(environment, [name]))[name];
    const verified =
      name !== undefined && secret === undefined
        ? { ok: false as const, reason: `The environment has no secret ${name}.` }
        : await verifySignature(webhook.verify, delivery, secret ?? '', ports.clock.now());
    if (!verified.ok) {
      await log(ports, receive, { outcome: 'refused', code: 'invalid-signature', reason: verified.reason }, false);
      throw new SluiceError('invalid-signature', 'The delivery is not authentic.', { status: 401 });
    }
    deliveryId = verified.id;
  }
  const named = deliveryId === undefined ? {} : { deliveryId };
  const trigger = triggerOf(delivery);
  const scope = { trigger: { type: 'webhook', ...trigger }, env: await ports.environments.variables(environment) };
  try {
    if (webhook.when !== undefined && !(await evaluateCondition(webhook.when, scope)))
      return await log(ports, receive, { outcome: 'filtered', reason: webhook.when, ...named }, true);
    const params = webhook.params === undefined ? {} : await evaluateTemplate(webhook.params, scope);
    const started = await startRun(ports, {
      flow,
      environment,
      params,
      mode: 'background',
      checkpoints: 'template',
      trigger: { type: 'webhook', by: { type: 'machine', id: `webhook:${flow}:${environment}`, name: 'Webhook' } },
      data: trigger,
      ...(deliveryId === undefined ? {} : { idempotencyKey: deliveryId }),
    });
    if (started.replayed) return { outcome: 'accepted', run: started.id };
    return await log(ports, receive, { outcome: 'accepted', run: started.id, ...named }, true);
  } catch (error) {
    if (!(error instanceof SluiceError) || error.status >= 500) throw error;
    const mapping = error.code.startsWith('Expression.');
    const code = mapping ? 'mapping-failed' : error.code;
    await log(ports, receive, { outcome: 'refused', code, reason: error.message, ...named }, true);
    throw mapping ? new SluiceError(code, error.message, { status: 422 }) : error;
  }
}
