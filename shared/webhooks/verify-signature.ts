import { createHmac } from 'node:crypto';
import { verify as verifyGithub } from '@octokit/webhooks-methods';
import { Webhook } from 'standardwebhooks';
import { defined } from '../flow/defined.ts';
import type { Webhook as WebhookTrigger } from '../flow/flow.ts';
import { sameText } from './same-text.ts';

/** A delivery as it came in: names of headers in lower case, the body byte for byte. */
export interface Delivery {
  headers: Record<string, string>;
  query: Record<string, string>;
  body: string;
}

/** Whether a delivery is authentic; `id` is what the sender calls it, the same for each attempt. */
export type Verified = { ok: true; id?: string } | { ok: false; reason: string };

/** Seconds that a signature's time may lie off, in both directions. */
const toleranceSeconds = 300;

/** Standard Webhooks (https://www.standardwebhooks.com): `id.timestamp.body`, one of several signatures, five minutes. */
function standard({ headers, body }: Delivery, secret: string): Verified {
  try {
    new Webhook(secret).verify(body, headers, { jsonParse: false });
    return defined({ ok: true as const, id: headers['webhook-id'] });
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

/** GitHub (https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries): an HMAC of the body, no time. */
async function github({ headers, body }: Delivery, secret: string): Promise<Verified> {
  const signature = headers['x-hub-signature-256'];
  if (signature === undefined) return { ok: false, reason: 'There is no X-Hub-Signature-256.' };
  const valid = await verifyGithub(secret, body, signature).catch(() => false);
  if (!valid) return { ok: false, reason: 'The signature is of another body or another secret.' };
  return defined({ ok: true as const, id: headers['x-github-delivery'] });
}

/** Stripe (https://docs.stripe.com/webhooks#verify-manually): `t.body`, any of the `v1`. Its own library tolerates the future; this does not. */
function stripe({ headers, body }: Delivery, secret: string, now: number): Verified {
  const parts = (headers['stripe-signature'] ?? '').split(',').map((part) => part.trim().split('=', 2));
  const time = parts.find(([name]) => name === 't')?.[1] ?? '';
  if (!/^\d{1,12}$/.test(time)) return { ok: false, reason: 'There is no Stripe-Signature with a time.' };
  if (Math.abs(now / 1000 - Number(time)) > toleranceSeconds)
    return { ok: false, reason: 'The signature is older than five minutes, or from the future.' };
  const expected = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
  const valid = parts.some(([name, value = '']) => name === 'v1' && sameText(value, expected));
  if (!valid) return { ok: false, reason: 'The signature is of another body or another secret.' };
  try {
    const { id } = JSON.parse(body) as { id?: unknown };
    return { ok: true, ...(typeof id === 'string' ? { id } : {}) };
  } catch {
    return { ok: true };
  }
}

/** Checks the signature of a delivery over its raw body. `now` in milliseconds. */
export async function verifySignature(
  verify: WebhookTrigger['verify'],
  delivery: Delivery,
  secret: string,
  now: number,
): Promise<Verified> {
  if (verify === 'standard') return standard(delivery, secret);
  if (verify === 'github') return github(delivery, secret);
  if (verify === 'stripe') return stripe(delivery, secret, now);
  return defined({ ok: true as const, id: delivery.headers['webhook-id'] ?? delivery.headers['idempotency-key'] });
}
