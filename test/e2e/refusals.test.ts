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
