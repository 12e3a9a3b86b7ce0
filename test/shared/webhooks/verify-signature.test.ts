import { sign as signGithub } from '@octokit/webhooks-methods';
import { Webhook } from 'standardwebhooks';
import Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { verifySignature } from '../../../shared/webhooks/verify-signature.ts';

const secret = `whsec_${Buffer.from('a key of thirty-two bytes, about').toString('base64')}`;
const body = '{"id":"evt_1","amount":3,"text":"ü"}';
const now = () => Date.now();
const seconds = () => Math.floor(now() / 1000);

/** Headers as the senders' own libraries make them, signed some seconds from now. */
const senders = {
  async standard(text = body, off = 0, key = secret): Promise<Record<string, string>> {
    const at = new Date(now() + off * 1000);
    const signature = new Webhook(key).sign('msg_1', at, text);
    const timestamp = String(Math.floor(at.getTime() / 1000));
    return { 'webhook-id': 'msg_1', 'webhook-timestamp': timestamp, 'webhook-signature': signature };
  },
  async github(text = body, _off = 0, key = secret): Promise<Record<string, string>> {
    return { 'x-hub-signature-256': await signGithub(key, text), 'x-github-delivery': 'd-1' };
  },
  async stripe(text = body, off = 0, key = secret): Promise<Record<string, string>> {
    const header = Stripe.webhooks.generateTestHeaderString({ payload: text, secret: key, timestamp: seconds() + off });
    return { 'stripe-signature': header };
  },
};
const ids = { standard: 'msg_1', github: 'd-1', stripe: 'evt_1' };
const kinds = ['standard', 'github', 'stripe'] as const;
const check = (kind: (typeof kinds)[number], headers: Record<string, string>, text = body) =>
  verifySignature(kind, { headers, query: {}, body: text }, secret, now());

describe.each(kinds)('deliveries of %s', (kind) => {
  it('are accepted as the sender’s library signs them, and named', async () => {
    expect(await check(kind, await senders[kind]())).toEqual({ ok: true, id: ids[kind] });
  });
  it('are refused when a byte is altered, the JSON printed anew, or another secret was used', async () => {
    const headers = await senders[kind]();
    expect((await check(kind, headers, body.replace('3', '4'))).ok).toBe(false);
    expect((await check(kind, headers, JSON.stringify(JSON.parse(body), null, 1))).ok).toBe(false);
    const other = `whsec_${Buffer.from('another key of thirty-two bytes!').toString('base64')}`;
    expect((await check(kind, await senders[kind](body, 0, other))).ok).toBe(false);
  });
  it('are refused without a signature, with a short one, and with that of another scheme', async () => {
    expect((await check(kind, {})).ok).toBe(false);
    const short = Object.fromEntries(
      Object.entries(await senders[kind]()).map(([name, value]) => [
        name,
        name.includes('signature') ? value.slice(0, -5) : value,
      ]),
    );
    expect((await check(kind, short)).ok).toBe(false);
    for (const other of kinds) if (other !== kind) expect((await check(kind, await senders[other]())).ok).toBe(false);
  });
});

describe.each(['standard', 'stripe'] as const)('the time of %s', (kind) => {
  it.each([
    [-299, true],
    [298, true],
    [-302, false],
    [302, false],
  ])('%i seconds off: %s', async (off, accepted) => {
    expect((await check(kind, await senders[kind](body, off))).ok).toBe(accepted);
  });
});

it('accepts a second, rotated signature', async () => {
  const headers = await senders.standard();
  headers['webhook-signature'] = `v1,${Buffer.alloc(32).toString('base64')} ${headers['webhook-signature']}`;
  expect((await check('standard', headers)).ok).toBe(true);
  const stripe = (await senders.stripe())['stripe-signature'] ?? '';
  const rotated = stripe.replace('v1=', `v1=${'0'.repeat(64)},v1=`);
  expect((await check('stripe', { 'stripe-signature': rotated })).ok).toBe(true);
});
