import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from '../support/client.ts';
import { startTestCloud, type TestCloud } from '../support/cloud.ts';

const secret = 'sk_live_9f8e7d6c5b4a+/x';

/** Every file below a folder, but the one that the parameter store itself keeps. */
function* filesIn(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesIn(path);
    else if (entry.name !== 'parameters.json' && entry.name !== 'demo.json') yield path;
  }
}

describe('a secret', () => {
  let cloud: TestCloud;
  let client: Client;
  beforeAll(async () => {
    cloud = await startTestCloud();
    client = new Client(cloud.url);
    await client.publish(`flow: charge
steps:
  - id: pay
    http:
      method: POST
      url: "{{ env.PAYMENTS_URL }}/payments?token={{ $encodeUrlComponent(secrets.STRIPE_KEY) }}"
      headers: { x-note: "key {{ secrets.STRIPE_KEY }}", authorization: "Basic {{ $base64encode('u:' & secrets.STRIPE_KEY) }}" }
      body: { to: "{{ secrets.STRIPE_KEY }}" }
  - { id: ask, approve: { to: a@example.com, message: "Paid with {{ steps.pay.output.status }}?", expires: 1d } }
`);
  });
  afterAll(async () => cloud?.close());

  it('must exist before a run that uses it starts, and is never read back', async () => {
    const refused = await client.call('POST', '/v1/flows/charge/runs', { body: {} });
    expect(refused).toMatchObject({ status: 409, body: { code: 'secret-missing', missing: ['STRIPE_KEY'] } });
    const put = (as: 'admin' | 'operator', value = secret) =>
      client.call('PUT', '/v1/environments/sandbox/secrets/STRIPE_KEY', { body: { value }, as });
    expect((await put('operator')).status).toBe(403);
    expect((await put('admin', 'short')).status).toBe(400);
    expect((await put('admin')).status).toBe(200);
    const listed = await client.call<{ items: { name: string }[] }>('GET', '/v1/environments/sandbox/secrets');
    expect(listed.body.items.map(({ name }) => name)).toEqual(['STRIPE_KEY']);
    expect(JSON.stringify(listed.body)).not.toContain(secret);
    const variables = await client.call('GET', '/v1/environments/sandbox/variables');
    expect(JSON.stringify(variables.body)).not.toContain('STRIPE_KEY');
  });

  it('reaches the service it is for, and no record, log, mail or history', async () => {
    const run = await client.start('charge', {});
    await client.reaches(run, 'awaiting_input');
    await client.link(run);
    const received = await client.call<{ items: { body: { to: string } }[] }>('GET', '/_local/demo/payments');
    expect(received.body.items[0]?.body.to).toBe(secret);
    const step = await client.call<{ input: { url: string; headers: Record<string, string> } }>(
      'GET',
      `/v1/runs/${run}/steps/pay`,
    );
    expect(step.body.input.headers['x-note']).toBe('key (secret STRIPE_KEY)');
    expect(step.body.input.url).toContain('token=(secret STRIPE_KEY)');
    const traces = [secret, encodeURIComponent(secret), Buffer.from(`u:${secret}`).toString('base64'), 'sk_live_9f8e'];
    let read = 0;
    for (const file of filesIn(cloud.dataDir)) {
      const bytes = readFileSync(file).toString('latin1');
      read += bytes.length;
      for (const trace of traces) expect({ file, found: bytes.includes(trace) }).toEqual({ file, found: false });
    }
    expect(read).toBeGreaterThan(10_000);
  });

  it('may be used in a request only', async () => {
    const answer = await client.call<{ diagnostics: { message: string }[] }>('POST', '/v1/flows', {
      body: 'flow: leak\nsteps:\n  - { id: a, transform: "{{ secrets.KEY }}" }\n  - { id: b, http: { url: "https://example.com/{{ secrets[0] }}" } }\n',
    });
    expect(answer.status).toBe(422);
    expect(answer.body.diagnostics.map(({ message }) => message)).toEqual([
      'A secret may be used in the request of an http step only.',
      'A secret is named where it is used.',
    ]);
  });
});
