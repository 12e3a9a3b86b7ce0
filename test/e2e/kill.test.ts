import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Client } from '../support/client.ts';
import { Server } from '../support/server.ts';
import { until } from '../support/until.ts';

interface Payments {
  items: { idempotencyKey: string; body: { to: string } }[];
}

const slow = `flow: slow
params: { type: object, required: [to], properties: { to: { type: string } } }
steps:
  - id: first
    http: { method: POST, url: "{{ env.PAYMENTS_URL }}/payments", body: { to: "{{ params.to & '-first' }}" } }
  - id: second
    wait: { for: 1ms }
  - id: slow
    http: { method: POST, url: "{{ env.PAYMENTS_URL }}/payments?delay=1500", body: { to: "{{ params.to & '-slow' }}" } }
    timeout: 4s
  - id: last
    transform: { done: true }
`;

let dataDir: string;
let server: Server | undefined;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'sluice-kill-'));
});
afterEach(async () => {
  await server?.kill();
  await rm(dataDir, { recursive: true, force: true });
});

/** Everything a demo service received, counted by idempotency key. */
async function received(client: Client): Promise<Payments['items']> {
  return (await client.call<Payments>('GET', '/_local/demo/payments', { as: 'nobody' })).body.items;
}

it('a kill -9 of everything loses no run, repeats no completed step, and leaves chains that verify', async () => {
  server = await Server.start(dataDir);
  const port = server.port;
  const before = new Client(server.url);
  await before.publish(slow);
  const waiting = await before.start('pay-contractor', { recipient: 'ada@example.com', amount: 5, contract: 'C-1' });
  await before.reaches(waiting, 'awaiting_input');
  const link = await before.link(waiting);
  const running = await before.start('slow', { to: 'bob' });
  await until('the slow step to have begun', async () =>
    (await before.run(running)).steps.some((step) => step.path === 'slow' && step.status === 'running'),
  );
  await server.kill();

  server = await Server.start(dataDir, port);
  const client = new Client(server.url);
  const done = await client.reaches(running, 'completed', 60_000);
  expect(done.steps.every((step) => step.status === 'complete')).toBe(true);

  const answer = await client.decideByLink(link, 'approve');
  expect(answer.status).toBe(303);
  await client.reaches(waiting, 'completed');

  const payments = await received(client);
  expect(payments.filter((payment) => payment.body.to === 'bob-first')).toHaveLength(1);
  expect(payments.filter((payment) => payment.body.to === 'ada@example.com')).toHaveLength(1);
  expect(
    new Set(payments.filter((payment) => payment.body.to === 'bob-slow').map((payment) => payment.idempotencyKey)).size,
  ).toBe(1);
  for (const id of [running, waiting]) {
    const verified = await client.call<{ valid: boolean }>('GET', `/v1/runs/${id}/verify`);
    expect(verified.body.valid).toBe(true);
  }
}, 150_000);
