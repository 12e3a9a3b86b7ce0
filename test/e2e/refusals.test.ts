import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from '../support/client.ts';
import { startTestCloud, type TestCloud } from '../support/cloud.ts';

const params = { recipient: 'ada@example.com', amount: 10, contract: 'C-1' };

describe('what bad input gets', () => {
  let cloud: TestCloud;
  let client: Client;

  beforeAll(async () => {
    cloud = await startTestCloud();
    client = new Client(cloud.url);
  });
  afterAll(async () => cloud?.close());

  it('publishing a broken flow answers 422 with every diagnostic, each with its place', async () => {
    const source =
      'flow: broken\nsteps:\n  - id: a\n    needs: [bb]\n    transform: { x: "{{ steps.c.output }}" }\n  - id: a\n    wait: { for: 3 fortnights }\n';
    const answer = await client.call<{
      code: string;
      diagnostics: { code: string; position: { line: number; column: number } }[];
    }>('POST', '/v1/flows', { body: source });
    expect(answer.status).toBe(422);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.body.diagnostics.length).toBeGreaterThanOrEqual(4);
    expect(answer.body.diagnostics.every((each) => each.position.line > 0)).toBe(true);
  });

  it('the schema of the language is there for editors, without a token', async () => {
    const answer = await client.call<{ properties: object }>('GET', '/v1/flow.schema.json', { as: 'nobody' });
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.body.properties)).toEqual(expect.arrayContaining(['flow', 'params', 'steps', 'on']));
  });

  it('lists what waits for the caller, and nothing once it is decided; events follow a ULID', async () => {
    await client.publish(
      'flow: mine\nsteps:\n  - { id: ask, approve: { to: [Operator@example.com, finance@example.com], message: "Well?", expires: 1d } }\n  - { id: done, transform: 1 }\n',
    );
    const run = await client.start('mine', {});
    await client.reaches(run, 'awaiting_input');
    type List = { items: { id: string; run: string; message: string }[] };
    const mine = () => client.call<List>('GET', '/v1/checkpoints?mine=true', { as: 'operator' });
    const [asked] = (await mine()).body.items;
    expect(asked).toMatchObject({ run, message: 'Well?' });
    expect((await client.call<List>('GET', '/v1/checkpoints?mine=true', { as: 'viewer' })).body.items).toEqual([]);
    expect((await client.call<List>('GET', '/v1/checkpoints')).body.items.map((each) => each.id)).toContain(asked?.id);
    await client.call('POST', `/v1/checkpoints/${asked?.id}/decision`, { body: { action: 'approve' } });
    await client.reaches(run, 'completed');
    expect((await mine()).body.items).toEqual([]);

    type Events = { items: { id: string; events: { type: string }[] }[]; cursor?: string };
    const all = (await client.call<Events>('GET', `/v1/runs/${run}/events`)).body.items;
    expect(all[0]?.events[0]?.type).toBe('RunStarted');
    expect(all.at(-1)?.events.at(-1)?.type).toBe('RunClosed');
    const after = await client.call<Events>('GET', `/v1/runs/${run}/events?after=${all[0]?.id}&limit=1`);
    expect(after.body.items.map((each) => each.id)).toEqual([all[1]?.id]);
    expect(after.body.cursor).toBe(all[1]?.id);
    expect((await client.call('GET', '/v1/runs/01ARZ3NDEKTSV4RRFFQ69G5FAV/events')).status).toBe(404);
    expect((await client.call<List>('GET', '/v1/runs?trigger=schedule')).body.items).toEqual([]);
  });

  it('starting with wrong parameters answers 400 and names each of them', async () => {
    const answer = await client.call<{ code: string }>('POST', '/v1/flows/pay-contractor/runs', {
      body: { params: { recipient: 'ada@example.com', amount: -1 } },
    });
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toMatch(/amount/);
    expect(JSON.stringify(answer.body)).toMatch(/contract/);
  });

  it('an unknown flow answers 404 with the near name', async () => {
    const answer = await client.call('POST', '/v1/flows/pay-contracter/runs', { body: { params } });
    expect(answer.status).toBe(404);
    expect(JSON.stringify(answer.body)).toContain('pay-contractor');
  });

  it('declines to start with a code and a word, each its own; no run is made of any', async () => {
    await client.publish(`flow: choosy
params: { type: object, properties: { amount: { type: number }, customer: { type: string } } }
limits: { concurrency: { limit: 1, per: "{{ params.customer }}" } }
preflight:
  - { check: "{{ params.amount < 100 }}", message: Amounts from 100 on are paid by the other flow. }
steps:
  - { id: ask, wait: 1h }
`);
    const start = (body: object) =>
      client.call<{ code: string; detail: string }>('POST', '/v1/flows/choosy/runs', { body });
    const refusals: [string, number, object, RegExp][] = [
      ['preflight-failed', 409, { params: { amount: 100, customer: 'a' } }, /paid by the other flow/],
      ['invalid-concurrency-key', 422, { params: { amount: 1 } }, /params\.customer/],
      [
        'invalid-start-time',
        422,
        { params: { amount: 1, customer: 'a' }, at: '2020-01-01T00:00:00Z' },
        /in the future/,
      ],
      ['profile-not-found', 422, { params: { amount: 1, customer: 'a' }, profile: 'web' }, /no sandbox profile "web"/],
      [
        'environment-not-found',
        404,
        { params: { amount: 1, customer: 'a' }, environment: 'life' },
        /Did you mean "live"/,
      ],
      ['no-version', 409, { params: { amount: 1, customer: 'a' }, environment: 'live' }, /Promote one/],
    ];
    for (const [code, status, body, word] of refusals) {
      const answer = await start(body);
      expect({ code: answer.body.code, status: answer.status }).toEqual({ code, status });
      expect(answer.body.detail).toMatch(word);
    }
    expect((await client.call<{ items: unknown[] }>('GET', '/v1/runs?flow=choosy')).body.items).toEqual([]);
  });

  it('a run without a slot waits in line and says where; one for later is scheduled', async () => {
    const start = (body: object = {}) =>
      client.call<{ id: string; status: string; place?: number }>('POST', '/v1/flows/choosy/runs', {
        body: { params: { amount: 1, customer: 'acme' }, ...body },
      });
    const [first, second, third] = [await start(), await start(), await start()];
    expect([first, second, third].map(({ body: { status, place } }) => [status, place])).toEqual([
      ['running', undefined],
      ['pending', 1],
      ['pending', 2],
    ]);
    expect((await client.call('GET', `/v1/runs/${third.body.id}`)).body).toMatchObject({ status: 'pending', place: 2 });
    await client.call('POST', `/v1/runs/${first.body.id}/cancel`);
    await client.reaches(second.body.id, 'running');
    expect((await client.call('GET', `/v1/runs/${third.body.id}`)).body).toMatchObject({ status: 'pending', place: 1 });
    const later = await start({ at: new Date(Date.now() + 3_600_000).toISOString() });
    expect(later.body.status).toBe('scheduled');
    expect((await client.call<{ items: object[] }>('GET', '/v1/runs?status=scheduled')).body.items).toHaveLength(1);
    cloud.advance(3_600_000);
    await client.reaches(third.body.id, 'running');
    await client.reaches(later.body.id, 'pending', 60_000);
  });

  it('a test run goes through the filter and the mapping of a trigger, without a signature', async () => {
    await client.publish(`flow: tried
params: { type: object, required: [amount], properties: { amount: { type: number } } }
on:
  - webhook: { verify: none, when: "{{ trigger.body.kind = 'paid' }}", params: { amount: "{{ trigger.body.amount }}" } }
steps:
  - { id: one, transform: "{{ params.amount & ' by ' & $lookup(trigger.headers, 'x-shop') }}" }
`);
    const test = (body: object) =>
      client.call<{ id: string; code: string }>('POST', '/v1/flows/tried/test', {
        body: { webhook: { body, headers: { 'x-shop': 'north' } } },
      });
    expect((await test({ kind: 'sent', amount: 3 })).body.code).toBe('filtered');
    expect((await test({ kind: 'paid' })).body.code).toBe('mapping-failed');
    const run = await client.reaches((await test({ kind: 'paid', amount: 3 })).body.id, 'completed');
    expect(run.output).toBe('3 by north');
    expect(run).toMatchObject({ trigger: { type: 'webhook', test: true, by: { type: 'user' } } });
    const other = await client.call('POST', '/v1/flows/tried/test', { body: { schedule: { id: 'nightly' } } });
    expect(other).toMatchObject({ status: 404, body: { code: 'no-such-trigger' } });
  });

  it('one idempotency key starts one run; with another body it is refused', async () => {
    const headers = { 'idempotency-key': crypto.randomUUID() };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        client.call<{ id?: string }>('POST', '/v1/flows/pay-contractor/runs', { body: { params }, headers }),
      ),
    );
    const again = await client.call<{ id?: string }>('POST', '/v1/flows/pay-contractor/runs', {
      body: { params },
      headers,
    });
    expect(new Set([...answers, again].flatMap((answer) => answer.body.id ?? [])).size).toBe(1);
    expect(answers.every((answer) => [200, 201, 409].includes(answer.status))).toBe(true);
    const other = await client.call('POST', '/v1/flows/pay-contractor/runs', {
      body: { params: { ...params, amount: 11 } },
      headers,
    });
    expect(other.status).toBe(422);
  });

  it('a body over 256 KB answers 413; no token 401; a scope that lacks 403', async () => {
    const large = await client.call('POST', '/v1/flows/pay-contractor/runs', {
      body: { params, context: { title: 'x'.repeat(256 * 1024) } },
    });
    expect(large.status).toBe(413);
    expect((await client.call('GET', '/v1/runs', { as: 'nobody' })).status).toBe(401);
    expect(
      (await client.call('POST', '/v1/flows/pay-contractor/runs', { as: 'viewer', body: { params } })).status,
    ).toBe(403);
    expect((await client.call('GET', '/v1/runs', { as: 'viewer' })).status).toBe(200);
  });

  it('a failing step is recorded with type, message, attempt and a suggestion, and what follows is skipped with the reason', async () => {
    await client.publish(`flow: fails
steps:
  - id: fetch
    http: { url: "{{ env.PAYMENTS_URL }}/payments?status=404" }
  - id: after
    transform: { never: true }
`);
    const id = await client.start('fails', {});
    const run = await client.reaches(id, 'failed');
    expect(run.steps[0]).toMatchObject({ status: 'failed', attempt: 1, error: { type: 'Http.Status' } });
    expect(run.steps[1]).toMatchObject({ status: 'skipped' });
    expect(run.steps[1]?.reason).toContain('fetch');
  });
});
