import { SluiceError } from '../errors/sluice-error.ts';
import type { Environment } from '../flow/environments.ts';
import type { Json } from '../run/events.ts';
import { type Delivery, verifySignature } from '../webhooks/verify-signature.ts';
import type { Ports } from './ports.ts';
import { runningVersion } from './running-version.ts';
import { logDelivery, startByTrigger } from './start-by-trigger.ts';
import type { Outcome } from './trigger-ports.ts';

export interface ReceiveWebhook {
  flow: string;
  environment: Environment;
  delivery: Delivery;
  /** Of a delivery that was verified before and is tried again by a person. */
  replayOf?: string;
}

/** Headers that say nothing about the event, or that must not be kept. */
const dropped = /^(authorization|cookie|host|content-length|x-forwarded-.*|x-amzn-.*|via|.*signature.*)$/;

/** What the expressions of a trigger see of a delivery; a body that is no JSON is its text. */
function triggerOf({ headers, query, body }: Delivery) {
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.test(name)));
  let parsed: Json = body;
  try {
    parsed = JSON.parse(body) as Json;
  } catch {}
  return { headers: kept, query, body: parsed };
}

/**
 * Takes a delivery: checks its signature, asks the flow's filter, maps it to parameters and starts a run; once, however often it is
 * delivered. Whatever becomes of it stands in the flow's log of deliveries. A replay is not verified again, and is mapped by the version
 * that runs now. Throws what refuses it: `invalid-signature` (401), `no-webhook` (404), `mapping-failed` (422), and every refusal of a start.
 */
export async function receiveWebhook(ports: Ports, receive: ReceiveWebhook): Promise<Outcome> {
  const { flow, environment, delivery, replayOf } = receive;
  const record = await ports.flows.flow(flow);
  const running = await runningVersion(ports, record, environment);
  if (running?.flow.webhook === undefined)
    throw new SluiceError('no-webhook', `The flow has no webhook in ${environment}.`, { status: 404 });
  const { webhook } = running.flow;
  const known = {
    trigger: 'webhook' as const,
    environment,
    version: running.version,
    ...(replayOf === undefined ? {} : { replayOf }),
  };

  let deliveryId: string | undefined;
  if (replayOf === undefined) {
    const name = webhook.secret;
    const secret = name === undefined ? undefined : (await ports.secrets.read(environment, [name]))[name];
    const verified =
      name !== undefined && secret === undefined
        ? { ok: false as const, reason: `The environment has no secret ${name}.` }
        : await verifySignature(webhook.verify, delivery, secret ?? '', ports.clock.now());
    if (!verified.ok) {
      const refused = { outcome: 'refused' as const, code: 'invalid-signature', reason: verified.reason };
      // Without its content: whoever sent it is not known.
      await logDelivery(ports, flow, { ...known, ...refused });
      throw new SluiceError('invalid-signature', 'The delivery is not authentic.', { status: 401 });
    }
    deliveryId = verified.id;
  }
  const data = triggerOf(delivery);
  const became = await startByTrigger(ports, {
    flow,
    environment,
    trigger: { type: 'webhook', by: { type: 'machine', id: `webhook:${flow}:${environment}`, name: 'Webhook' } },
    mapping: webhook,
    data,
    ...(deliveryId === undefined ? {} : { idempotencyKey: deliveryId }),
  });
  await logDelivery(ports, flow, {
    ...known,
    ...became.outcome,
    ...(deliveryId === undefined ? {} : { deliveryId }),
    delivery: { ...delivery, headers: data.headers },
  });
  if ('refusal' in became) throw became.refusal;
  return became.outcome;
}
