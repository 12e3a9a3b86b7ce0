import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from '../support/client.ts';
import { startTestCloud, type TestCloud } from '../support/cloud.ts';

const secret = `whsec_${Buffer.from('a key of thirty-two bytes, about').toString('base64')}`;
const flow = `flow: paid
params: { type: object, required: [amount], properties: { amount: { type: number, minimum: 1 } } }
on:
  - webhook:
      verify: standard
      secret: PAYMENTS_HOOK
      when: "{{ trigger.body.type = 'payment' }}"
      params: { amount: "{{ trigger.body.payment.amount }}" }
steps:
  - { id: note, transform: { amount: "{{ params.amount }}", from: "{{ trigger.headers.\`x-from\` }}", type: "{{ trigger.type }}" } }
`;

interface Delivered {
  items: {
    id: string;
    outcome: string;
    reason?: string;
    code?: string;
    run?: string;
    deliveryId?: string;
    replayOf?: string;
    version?: number;
  }[];
}

describe('a webhook', () => {
  let cloud: TestCloud;
  let client: Client;
  let hook = '';
  beforeAll(async () => {
    cloud = await startTestCloud({ samples: false });
    client = new Client(cloud.url);
    const published = await client.call('POST', '/v1/flows', { body: flow });
    expect(published).toMatchObject({
      status: 201,
      body: {
        version: 1,
        diagnostics: [
          {
            severity: 'warning',
            code: 'secret-missing',
            path: 'on[0].webhook.secret',
            position: { line: 6, column: 15 },
            hint: expect.stringContaining('PUT /v1/environments/sandbox/secrets/PAYMENTS_HOOK'),
          },
        ],
      },
    });
    await client.call('PUT', '/v1/environments/sandbox/secrets/PAYMENTS_HOOK', { body: { value: secret } });
    const read = await client.call<{ webhook: { sandbox: string; live: string } }>('GET', '/v1/flows/paid');
    hook = read.body.webhook.sandbox;
    expect(read.body.webhook.live).not.toBe(hook);
    const seen = await client.call('GET', '/v1/flows/paid', { as: 'viewer' });
    expect(JSON.stringify(seen.body)).not.toContain('/hooks/');
  });
  afterAll(async () => cloud?.close());

  async function deliver(id: string, value: unknown, change: { url?: string; body?: string; at?: Date } = {}) {
    const body = JSON.stringify(value);
    const at = change.at ?? new Date();
    const response = await fetch(change.url ?? hook, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-from': 'shop',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': new Webhook(secret).sign(id, at, body),
      },
      body: change.body ?? body,
    });
    return { status: response.status, body: (await response.json()) as Record<string, string> };
  }
  const payment = (amount: number) => ({ type: 'payment', payment: { amount } });
  const log = async () => (await client.call<Delivered>('GET', '/v1/flows/paid/deliveries')).body.items;

  it('starts one run for one delivery, although it comes twenty times at once, and again later', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => deliver('msg_many', payment(3))));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 202));
    const again = await deliver('msg_many', payment(3));
    const started = new Set([...answers, again].map(({ body }) => body.id));
    expect(started.size).toBe(1);
    const run = again.body.id ?? '';
    expect(again.body.url).toBe(`${cloud.url}/v1/runs/${run}`);
    const done = await client.reaches(run, 'completed');
    expect(done.output).toEqual({ amount: 3, from: 'shop', type: 'webhook' });
    expect((await log()).filter(({ deliveryId }) => deliveryId === 'msg_many')).toMatchObject([
      { outcome: 'accepted', run },
    ]);
    const list = await client.call<{ items: object[] }>('GET', '/v1/runs?trigger=webhook');
    expect(list.body.items).toHaveLength(1);
  });

  it('refuses what is not authentic with 401, and logs it without its content', async () => {
    const altered = await deliver('msg_bad', payment(3), { body: JSON.stringify(payment(300)) });
    expect(altered).toMatchObject({ status: 401, body: { code: 'invalid-signature' } });
    const old = await deliver('msg_old', payment(3), { at: new Date(Date.now() - 301_000) });
    expect(old.status).toBe(401);
    const [newest] = await log();
    expect(newest).toMatchObject({ outcome: 'refused', code: 'invalid-signature' });
    const replay = await client.call('POST', `/v1/flows/paid/deliveries/${newest?.id}/replay`);
    expect(replay).toMatchObject({ status: 409, body: { code: 'not-authentic' } });
  });

  it('answers 404 for a key that is wrong and for an environment without a version, 413 for what is too large', async () => {
    expect((await deliver('m', payment(1), { url: `${hook}x` })).status).toBe(404);
    const live = hook.replace('/sandbox-', '/live-');
    expect((await deliver('m', payment(1), { url: live })).status).toBe(404);
    expect((await deliver('m', { type: 'payment', pad: 'x'.repeat(256 * 1024) })).status).toBe(413);
  });

  it('filters, and refuses what cannot be mapped or does not fit, each with the reason in the log', async () => {
    expect(await deliver('msg_other', { type: 'refund' })).toMatchObject({
      status: 202,
      body: { outcome: 'filtered' },
    });
    const unmapped = await deliver('msg_unmapped', { type: 'payment', payment: { amuont: 3 } });
    expect(unmapped).toMatchObject({ status: 422, body: { code: 'mapping-failed' } });
    expect(unmapped.body.detail).toContain('"trigger.body.payment.amount" yields nothing');
    expect((await deliver('msg_unfit', payment(0))).body.code).toBe('invalid-params');
    const items = await log();
    const of = (id: string) => items.find(({ deliveryId }) => deliveryId === id);
    expect(of('msg_other')).toMatchObject({ outcome: 'filtered', reason: "{{ trigger.body.type = 'payment' }}" });
    expect(of('msg_unmapped')).toMatchObject({ outcome: 'refused', code: 'mapping-failed' });
    expect(of('msg_unfit')).toMatchObject({ outcome: 'refused', code: 'invalid-params' });
  });

  it('keeps an environment from a version whose secret it does not have, and says how to set it', async () => {
    const promote = (environment = 'live') =>
      client.call<{ detail: string }>('POST', `/v1/flows/paid/environments/${environment}`, { body: { version: 1 } });
    const secrets = '/v1/environments/live/secrets';
    await client.call('PUT', `${secrets}/PAYMENT_HOOK`, { body: { value: secret } });
    const refused = await promote();
    expect(refused).toMatchObject({ status: 409, body: { code: 'secret-missing', missing: ['PAYMENTS_HOOK'] } });
    expect(refused.body.detail).toContain(`PUT ${secrets}/PAYMENTS_HOOK {"value": …}. Did you mean "PAYMENT_HOOK"?`);
    const read = await client.call('GET', '/v1/flows/paid');
    expect(read.body).toMatchObject({ environments: { sandbox: 1 } });
    expect(read.body).not.toMatchObject({ environments: { live: 1 } });
    expect((await promote('sandbox')).status).toBe(200);
    await client.call('PUT', `${secrets}/PAYMENTS_HOOK`, { body: { value: secret } });
    expect(await promote()).toMatchObject({ status: 200, body: { diagnostics: [] } });
    const again = await client.call('POST', '/v1/flows?dryRun=true', { body: flow });
    expect(again.body).toMatchObject({ diagnostics: [] });
  });

  it('replays a delivery of the log as a run of its own; a viewer may not', async () => {
    const accepted = (await log()).find(({ outcome }) => outcome === 'accepted');
    const path = `/v1/flows/paid/deliveries/${accepted?.id}/replay`;
    expect((await client.call('POST', path, { as: 'viewer' })).status).toBe(403);
    const answer = await client.call<{ id: string }>('POST', path, { as: 'operator' });
    expect(answer.status).toBe(202);
    expect(answer.body.id).not.toBe(accepted?.run);
    await client.reaches(answer.body.id, 'completed');
    expect((await log())[0]).toMatchObject({ outcome: 'accepted', replayOf: accepted?.id, run: answer.body.id });
    const page = await client.call<Delivered & { cursor: string }>('GET', '/v1/flows/paid/deliveries?limit=2');
    const next = await client.call<Delivered>('GET', `/v1/flows/paid/deliveries?limit=2&cursor=${page.body.cursor}`);
    expect(new Set([...page.body.items, ...next.body.items].map(({ id }) => id)).size).toBe(4);
  });

  it('replays with the mapping of the version that runs now, which the log names', async () => {
    const unmapped = (await log()).find(({ code }) => code === 'mapping-failed');
    expect(unmapped).toMatchObject({ trigger: 'webhook', version: 1 });
    await client.publish(flow.replace('trigger.body.payment.amount', 'trigger.body.payment.amuont'));
    const path = `/v1/flows/paid/deliveries/${unmapped?.id}/replay`;
    const { body } = await client.call<{ id: string }>('POST', path, { as: 'operator' });
    expect((await client.reaches(body.id, 'completed')).output).toMatchObject({ amount: 3 });
    expect((await log())[0]).toMatchObject({ outcome: 'accepted', replayOf: unmapped?.id, version: 2 });
    expect((await log()).find(({ code }) => code === 'invalid-signature')).toMatchObject({ version: 1 });
    await client.publish(flow);
  });

  it('publishing names what is wrong with a webhook', async () => {
    const answer = await client.call<{ diagnostics: { code: string; message: string; severity: string }[] }>(
      'POST',
      '/v1/flows',
      {
        body: `flow: bad
on:
  - webhook: { verify: github, params: "{{ steps.a.output }}" }
  - webhook: { verify: none, when: "{{ trigger.query.key = secrets.KEY }}" }
steps: [{ id: a, transform: 1 }]
`,
      },
    );
    expect(answer.status).toBe(422);
    expect(
      answer.body.diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message),
    ).toEqual([
      'A signature (github) is checked with a secret, and none is named.',
      '"steps" is not there yet when a trigger is mapped.',
      'A flow has one webhook.',
      '"secrets" is not there yet when a trigger is mapped.',
    ]);
  });
});
