import { readFileSync } from 'node:fs';
import { ListStateMachinesCommand, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import type { Client } from '../support/client.ts';
import type { TestCloud } from '../support/cloud.ts';
import { until } from '../support/until.ts';

/** Flows whose runs come into every state; each is as short as its state allows. */
const flows = {
  'weekly-report': `flow: weekly-report
title: Weekly report
limits: { timeout: 10m }
steps:
  - { id: collect, title: Collect the figures, transform: { rows: 412 } }
  - { id: settle, title: Let them settle, wait: 6h }
  - { id: send, title: Send the report, transform: "{{ steps.collect.output.rows }}" }
`,
  'move-money': `flow: move-money
title: Move money
steps:
  - { id: check, title: Check the accounts, http: { url: "{{ env.CONTRACTS_URL }}/contracts/C-9" } }
  - { id: transfer, title: Transfer, timeout: 80s, effect: at-most-once, http: { method: POST, url: "{{ env.PAYMENTS_URL }}/payments?delay=90000", body: { amount: 90 } } }
  - { id: receipt, title: Send the receipt, transform: true }
`,
  'close-books': `flow: close-books
title: Close the books
steps:
  - { id: sums, title: Add up, transform: { total: 9120 } }
  - { id: sign, title: Sign, approve: { to: finance@example.com, message: "Close the books at 9120?", expires: 30d } }
`,
  'nightly-sync': `flow: nightly-sync
title: Nightly sync
limits: { concurrency: 1 }
steps:
  - { id: fetch, title: Fetch, http: { url: "{{ env.CONTRACTS_URL }}/contracts/all" } }
  - { id: quiet, title: Wait for quiet hours, wait: 8h }
  - { id: write, title: Write, transform: true }
`,
  'import-orders': `flow: import-orders
title: Import orders
steps:
  - { id: read, title: Read the orders, transform: { count: 3 } }
  - { id: enrich, title: Enrich them, onError: continue, http: { url: "{{ env.CONTRACTS_URL }}/orders?status=404" } }
  - { id: tell, title: Tell the shop, when: "{{ params.tell }}", transform: told }
  - { id: store, title: Store them, transform: { stored: 3 } }
params: { type: object, properties: { tell: { type: boolean, default: false } } }
`,
  housekeeping: `flow: housekeeping
title: Housekeeping
params: { type: object, properties: { due: { type: boolean, default: false } } }
steps:
  - { id: sweep, title: Sweep, when: "{{ params.due }}", transform: swept }
  - { id: report, title: Report, when: "{{ params.due }}", transform: reported }
`,
  'charge-card': `flow: charge-card
title: Charge a card
params: { type: object, properties: { status: { type: integer, default: 402 } } }
steps:
  - { id: quote, title: Quote, transform: { amount: 40 } }
  - { id: charge, title: Charge, http: { method: POST, url: "{{ env.PAYMENTS_URL }}/charges?status={{ params.status }}", body: { amount: 40 } } }
  - { id: mail, title: Mail the receipt, transform: true }
`,
  'poll-partner': `flow: poll-partner
title: Poll a partner
steps:
  - { id: poll, title: Ask the partner, retry: { attempts: 5, interval: 2h, maxDelay: 3h }, http: { url: "{{ env.CONTRACTS_URL }}/partner?status=503" } }
  - { id: keep, title: Keep the answer, transform: true }
`,
};

/** What is asked of the one who looks, soonest first. */
const refund = `flow: refund-order
title: Refund an order
params: { type: object, required: [order, amount], properties: { order: { type: string }, amount: { type: number } } }
steps:
  - { id: look, title: Look the order up, http: { url: "{{ env.CONTRACTS_URL }}/contracts/{{ params.order }}" } }
  - { id: agree, title: Agree, approve: { to: admin@example.com, message: "Refund {{ params.amount }} for {{ params.order }}?", expires: EXPIRES, onExpire: reject } }
  - { id: refund, title: Refund, http: { method: POST, url: "{{ env.PAYMENTS_URL }}/refunds", body: { amount: "{{ params.amount }}" } } }
`;

const payment = { recipient: 'ada@example.com', amount: 1200, contract: 'C-1' };
const customer = { name: 'Acme', email: 'ada@example.com', limit: 800 };

/** Runs by what became of them. */
export type Seeded = Record<
  | 'scheduled'
  | 'pending'
  | 'running'
  | 'retrying'
  | 'awaiting'
  | 'branches'
  | 'blocked'
  | 'interrupted'
  | 'completed'
  | 'partial'
  | 'noSteps'
  | 'failed'
  | 'rejected'
  | 'timedOut'
  | 'cancelled',
  string
>;

/** Brings real runs into every state; afterwards the cloud's clock is ahead of this machine's by `aheadMs`. */
export async function seedStates(
  cloud: TestCloud,
  client: Client,
): Promise<{ runs: Seeded /** Whoever asks after the clock has moved. */; client: Client; aheadMs: number }> {
  await Promise.all(Object.values(flows).map((source) => client.publish(source)));
  const states = new SFNClient({
    endpoint: cloud.awsUrl,
    region: 'us-east-1',
    credentials: { accessKeyId: 'person', secretAccessKey: 'secret' },
  });
  const { stateMachines = [] } = await states.send(new ListStateMachinesCommand({ maxResults: 1000 }));
  /** What happens to an execution when somebody stops it behind the back of Sluice. */
  const stop = async (flow: string, run: string, generation: number) => {
    const machine = stateMachines.find(({ name }) => name?.endsWith(`-${flow}`))?.stateMachineArn ?? '';
    const executionArn = `${machine.replace(':stateMachine:', ':execution:')}:${run}-g${generation}`;
    await states.send(new StopExecutionCommand({ executionArn }));
  };

  // First those that need the clock to move, since it moves for all.
  const timedOut = await client.start('weekly-report', {});
  const interrupted = await client.start('close-books', {});
  await client.reaches(interrupted, 'awaiting_input');
  await until('nobody to begin it again', async () => {
    const { status, generation } = await client.run(interrupted);
    if (status === 'interrupted') return true;
    await stop('close-books', interrupted, generation);
    return false;
  });
  const blocked = await client.start('move-money', {});
  await until('the transfer to have been begun', async () =>
    (await client.run(blocked)).steps.some(({ path, status }) => path === 'transfer' && status === 'running'),
  );
  await stop('move-money', blocked, 1);
  await until('the second generation of the transfer', async () => (await client.run(blocked)).generation === 2);
  // Nothing more is known of the transfer once its time is over; the report is out of time after ten minutes. In strides, since
  // a jump of the clock may find a worker at work, whose own time is over then as well.
  let aheadMs = 0;
  const advanceUntil = (run: string, status: string, stride: number) =>
    until(`run ${run} to be ${status} after a while`, async () => {
      cloud.advance(stride);
      aheadMs += stride;
      return client.reaches(run, status, 3_000);
    });
  await advanceUntil(blocked, 'blocked', 45_000);
  await advanceUntil(timedOut, 'timed_out', 600_000);

  for (const [expires, order, amount] of [
    ['14d', 'A-1042', 310],
    ['3h', 'A-1057', 19.5],
    ['25m', 'A-1061', 1250],
  ] as const) {
    await client.publish(refund.replace('EXPIRES', expires));
    await client.start('refund-order', { order, amount });
  }
  // A second version of the sample: another step, another limit, one step less.
  const sample = readFileSync(new URL('../../infra/flows/pay-contractor.yaml', import.meta.url), 'utf8');
  await client.publish(
    sample
      .replace('attempts: 3', 'attempts: 5')
      .replace(
        '  - id: pay\n',
        '  - { id: review, title: Review the terms, transform: "{{ steps.fee.output.net }}" }\n  - id: pay\n',
      ),
  );

  const cancelled = await client.start('weekly-report', {});
  const [running, partial, noSteps, failed, rejected, awaiting, completed, branches, retrying] = await Promise.all([
    client.start('nightly-sync', {}),
    client.start('import-orders', {}),
    client.start('housekeeping', {}),
    client.start('charge-card', {}),
    client.start('pay-contractor', { ...payment, amount: 99_000 }),
    client.start('pay-contractor', payment),
    client.start('pay-contractor', { ...payment, recipient: 'bob@example.com', amount: 80 }),
    client.start('onboard-customer', customer),
    client.start('poll-partner', {}),
  ]);
  const decide = async (run: string, action: string, comment: string) => {
    const { checkpoints } = await client.reaches(run, 'awaiting_input');
    const { status, body } = await client.call('POST', `/v1/checkpoints/${checkpoints[0]?.id}/decision`, {
      body: { action, comment },
    });
    if (status !== 200) throw new Error(`deciding answered ${status}: ${JSON.stringify(body)}`);
  };
  await decide(rejected, 'reject', 'That is a thousand times too much.');
  await decide(completed, 'approve', 'Fine by me.');
  await client.reaches(cancelled, 'running');
  await client.call('POST', `/v1/runs/${cancelled}/cancel`, { body: { reason: 'The figures are not in yet.' } });
  await client.reaches(running, 'running');
  const pending = await client.start('nightly-sync', {});
  const later = await client.call<{ id: string }>('POST', '/v1/flows/pay-contractor/runs', {
    body: { params: payment, at: new Date(Date.now() + aheadMs + 26 * 3_600_000).toISOString() },
  });
  const runs: Seeded = {
    ...{ scheduled: later.body.id, pending, running, retrying, awaiting, branches, blocked, interrupted },
    ...{ completed, partial, noSteps, failed, rejected, timedOut, cancelled },
  };
  const expected: Record<keyof Seeded, string> = {
    ...{ scheduled: 'scheduled', pending: 'pending', running: 'running', retrying: 'running' },
    ...{ awaiting: 'awaiting_input', branches: 'awaiting_input', blocked: 'blocked', interrupted: 'interrupted' },
    ...{ completed: 'completed', partial: 'completed', noSteps: 'completed', failed: 'failed', rejected: 'rejected' },
    ...{ timedOut: 'timed_out', cancelled: 'cancelled' },
  };
  for (const [name, status] of Object.entries(expected)) await client.reaches(runs[name as keyof Seeded], status);
  states.destroy();
  return { runs, client, aheadMs };
}
