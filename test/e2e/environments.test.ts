import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from '../support/client.ts';
import { startTestCloud, type TestCloud } from '../support/cloud.ts';

const text = (message: string, more = '') =>
  `flow: notice\nparams: { type: object, properties: { n: { type: number, default: 1 } } }\n${more}steps:\n  - { id: ask, approve: { to: a@example.com, message: "${message}", expires: 1d } }\n  - { id: done, transform: "${message}" }\n`;

describe('environments and declining', () => {
  let cloud: TestCloud;
  let client: Client;
  beforeAll(async () => {
    cloud = await startTestCloud({ samples: false });
    client = new Client(cloud.url);
    await client.publish(text('one'));
  });
  afterAll(async () => cloud?.close());
  const start = (environment: string, flow = 'notice', headers: Record<string, string> = {}) =>
    client.call<{ id: string; code: string; detail: string }>('POST', `/v1/flows/${flow}/runs`, {
      body: { environment },
      headers,
      as: 'operator',
    });

  it('publishes to sandbox; live has no version until one is promoted, and says so', async () => {
    expect((await start('sandbox')).status).toBe(201);
    const refused = await start('live');
    expect(refused).toMatchObject({ status: 409, body: { code: 'no-version' } });
    expect(refused.body.detail).toContain('POST /v1/flows/notice/environments/live {"version": 1}');
    const unknown = await start('lvie');
    expect(unknown).toMatchObject({ status: 404, body: { code: 'environment-not-found' } });
    expect(unknown.body.detail).toContain('"live"');
  });

  it('promotes, rolls back, and a run of the newer version goes on as it was', async () => {
    const promote = (version: number) =>
      client.call('POST', '/v1/flows/notice/environments/live', { body: { version } });
    await client.publish(text('two'));
    expect((await promote(2)).status).toBe(200);
    const newer = (await start('live')).body.id;
    const waiting = await client.reaches(newer, 'awaiting_input');
    expect(waiting.version).toBe(2);
    expect((await promote(1)).status).toBe(200);
    const older = (await start('live')).body.id;
    expect((await client.run(older)).version).toBe(1);
    // Publishing again moves sandbox only.
    await client.publish(text('three'));
    const flow = await client.call<{ environments: object }>('GET', '/v1/flows/notice');
    expect(flow.body.environments).toEqual({ sandbox: 3, live: 1 });
    const decision = `/v1/checkpoints/${waiting.checkpoints[0]?.id}/decision`;
    await client.call('POST', decision, { body: { action: 'approve' } });
    expect((await client.reaches(newer, 'completed')).output).toBe('two');
  });

  it('lists the versions page by page, newest first', async () => {
    interface Page {
      items: { version: number; title: string; publishedAt: string; publishedBy: { name: string } }[];
      cursor?: string;
    }
    const first = (await client.call<Page>('GET', '/v1/flows/notice/versions?limit=2')).body;
    expect(first.items.map(({ version }) => version)).toEqual([3, 2]);
    expect(first.items[0]).toEqual({
      version: 3,
      title: 'notice',
      publishedAt: expect.stringMatching(/^\d{4}-/),
      publishedBy: expect.objectContaining({ name: 'Ada Admin' }),
    });
    const rest = (await client.call<Page>('GET', `/v1/flows/notice/versions?limit=2&cursor=${first.cursor}`)).body;
    expect(rest.items.map(({ version }) => version)).toEqual([1]);
    expect(rest.cursor).toBeUndefined();
  });

  it('compares two versions: steps, settings, text', async () => {
    const compared = await client.call<{ steps: object; settings: string[]; diff: string }>(
      'GET',
      '/v1/flows/notice/compare?from=1&to=2',
    );
    expect(compared.body.steps).toEqual({
      added: [],
      removed: [],
      changed: [
        { id: 'ask', fields: ['approve'] },
        { id: 'done', fields: ['transform'] },
      ],
    });
    expect(compared.body.settings).toEqual([]);
    expect(compared.body.diff).toContain('+  - { id: done, transform: "two" }');
  });

  it('runs again with the values of an earlier run, which it names; a viewer may not', async () => {
    const body = { params: { n: 7 }, context: { type: 'ticket', id: 'T-1' } };
    const first = await client.call<{ id: string }>('POST', '/v1/flows/notice/runs', { body });
    await client.call('POST', `/v1/runs/${first.body.id}/cancel`);
    expect((await client.run(first.body.id)).actions).toContain('again');
    const path = `/v1/runs/${first.body.id}/again`;
    expect((await client.call('POST', path, { as: 'viewer' })).status).toBe(403);
    const headers = { 'idempotency-key': 'again-1' };
    const [one, two] = await Promise.all([
      client.call<{ id: string }>('POST', path, { headers }),
      client.call<{ id: string }>('POST', path, { headers }),
    ]);
    expect(one.body.id).toBe(two.body.id);
    const run = await client.call('GET', `/v1/runs/${one.body.id}`);
    expect(run.body).toMatchObject({ params: { n: 7 }, trigger: { type: 'manual', origin: first.body.id } });
  });

  it('a machine starts runs with a token of its own, as far as its scopes go', async () => {
    const machine = (await (await fetch(`${cloud.url}/_local/machine-client`)).json()) as {
      client_id: string;
      client_secret: string;
      token_endpoint: string;
    };
    const startWith = async (scope: string) => {
      const response = await fetch(machine.token_endpoint, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(`${machine.client_id}:${machine.client_secret}`).toString('base64')}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        body: new URLSearchParams({ grant_type: 'client_credentials', scope }),
      });
      const { access_token } = (await response.json()) as { access_token: string };
      return client.call<{ id: string }>('POST', '/v1/flows/notice/runs', {
        body: {},
        headers: { authorization: `Bearer ${access_token}` },
      });
    };
    expect((await startWith('sluice/flows.read')).status).toBe(403);
    const started = await startWith('sluice/flows.read sluice/flows.run');
    expect(started.status).toBe(201);
    const run = await client.call('GET', `/v1/runs/${started.body.id}`);
    expect(run.body).toMatchObject({ trigger: { type: 'api', by: { type: 'machine', id: machine.client_id } } });
  });

  it('a group of people is a setting, and may be asked wherever a person may', async () => {
    const ask =
      'flow: asks\nsteps:\n  - { id: ask, approve: { to: ["group:finance", a@example.com], message: "Well?", expires: 1d } }\n';
    await client.publish(ask);
    const before = await client.start('asks', {});
    const failed = await client.reaches(before, 'failed');
    expect(failed.steps[0]?.error).toMatchObject({
      type: 'Recipient.Unknown',
      message: 'There is no group "finance". There is none.',
    });
    await client.call('PUT', '/v1/settings', {
      body: { groups: { finance: ['a@example.com', 'operator@example.com'] } },
    });
    const run = await client.start('asks', {});
    const waiting = await client.reaches(run, 'awaiting_input');
    expect(waiting.checkpoints[0]).toMatchObject({ to: ['a@example.com', 'operator@example.com'] });
    expect(await client.link(run, 'operator@example.com')).toContain('/a/');
    const mine = await client.call<{ items: { run: string }[] }>('GET', '/v1/checkpoints?mine=true', {
      as: 'operator',
    });
    expect(mine.body.items.map((each) => each.run)).toContain(run);
    await client.call('PUT', '/v1/settings', { body: {} });
  });

  it('a flow that is switched off starts nothing, and says who did it; others may not switch it', async () => {
    const change = (enabled: boolean, as: 'admin' | 'operator') =>
      client.call('PATCH', '/v1/flows/notice', { body: { enabled }, as });
    expect((await change(false, 'operator')).status).toBe(403);
    await change(false, 'admin');
    const refused = await start('sandbox');
    expect(refused).toMatchObject({ status: 409, body: { code: 'flow-off' } });
    expect(refused.body.detail).toContain('Ada Admin');
    await change(true, 'admin');
    expect((await start('sandbox')).status).toBe(201);
  });

  it('the daily cap of a flow holds for fifty starts at once, counts a repeated key once, and begins anew at midnight UTC', async () => {
    await client.publish(text('capped', 'limits: { daily: 3 }\n').replace('flow: notice', 'flow: capped'));
    const key = { 'idempotency-key': crypto.randomUUID() };
    const repeated = await Promise.all(Array.from({ length: 10 }, () => start('sandbox', 'capped', key)));
    expect(new Set(repeated.map((each) => each.body.id)).size).toBe(1);
    const answers = await Promise.all(Array.from({ length: 50 }, () => start('sandbox', 'capped')));
    expect(answers.filter((each) => each.status === 201)).toHaveLength(2);
    // Where the cap is reached, the key is still that of the run that it started.
    expect((await start('sandbox', 'capped', key)).body.id).toBe(repeated[0]?.body.id);
    const refused = answers.find((each) => each.status !== 201);
    expect(refused).toMatchObject({ status: 429, body: { code: 'daily-cap', scope: 'flow', limit: 3 } });
    const { items } = (await client.call<{ items: unknown[] }>('GET', '/v1/runs?flow=capped')).body;
    expect(items).toHaveLength(3);
    cloud.advance(24 * 3_600_000);
    expect((await start('sandbox', 'capped')).status).toBe(201);
  });

  it('the daily cap of the deployment is a setting', async () => {
    expect((await client.call('PUT', '/v1/settings', { body: { dailyCap: 1 }, as: 'operator' })).status).toBe(403);
    await client.call('PUT', '/v1/settings', { body: { dailyCap: 1 } });
    expect((await start('sandbox')).status).toBe(201);
    expect((await start('sandbox')).body).toMatchObject({ code: 'daily-cap', scope: 'deployment' });
    await client.call('PUT', '/v1/settings', { body: {} });
    expect((await start('sandbox')).status).toBe(201);
  });
});
