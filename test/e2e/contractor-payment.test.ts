import {
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from '../support/client.ts';
import { startTestCloud, type TestCloud } from '../support/cloud.ts';
import { until } from '../support/until.ts';

const params = { recipient: 'ada@example.com', amount: 1200, contract: 'C-1' };

describe('the contractor payment, from curl through an e-mail to completed', () => {
  let cloud: TestCloud;
  let client: Client;
  let states: SFNClient;

  beforeAll(async () => {
    cloud = await startTestCloud();
    client = new Client(cloud.url);
    states = new SFNClient({
      endpoint: cloud.awsUrl,
      region: 'us-east-1',
      credentials: { accessKeyId: 'person', secretAccessKey: 'secret' },
    });
  });
  afterAll(async () => {
    states?.destroy();
    await cloud?.close();
  });

  it('waits for finance, pays once approved, and takes exactly three state transitions', async () => {
    const id = await client.start('pay-contractor', params);
    const waiting = await client.reaches(id, 'awaiting_input');
    expect(waiting.steps.map((step) => [step.path, step.status])).toEqual([
      ['contract', 'complete'],
      ['fee', 'complete'],
      ['sign-off', 'awaiting_input'],
      ['pay', 'pending'],
    ]);

    const link = await client.link(id, 'finance@example.com');
    const answer = await client.decideByLink(link, 'approve', 'Looks right');
    expect(answer.status).toBe(303);

    const done = await client.reaches(id, 'completed');
    expect(done.outcome).toBe('success');
    const fee = await client.call<{ output: unknown; input: unknown }>('GET', `/v1/runs/${id}/steps/fee`);
    expect(fee.body.output).toEqual({ net: 1164, open: true });

    const { stateMachines = [] } = await states.send(new ListStateMachinesCommand({}));
    const machine = stateMachines.find((each) => each.name?.endsWith('-pay-contractor'));
    const stateMachineArn = machine?.stateMachineArn ?? '';
    const { definition = '{}' } = await states.send(new DescribeStateMachineCommand({ stateMachineArn }));
    const tasks = Object.entries(JSON.parse(definition).States as Record<string, { Type: string }>).filter(
      ([, state]) => state.Type === 'Task',
    );
    expect(tasks.map(([name]) => name)).toEqual(['contract + fee', 'sign-off', 'pay']);

    const { executions = [] } = await states.send(new ListExecutionsCommand({ stateMachineArn }));
    const execution = executions.find((each) => each.name === `${id}-g1`);
    const { events = [] } = await states.send(
      new GetExecutionHistoryCommand({ executionArn: execution?.executionArn ?? '', maxResults: 1000 }),
    );
    expect(
      events
        .filter((event) => event.type?.endsWith('StateEntered'))
        .map((event) => event.stateEnteredEventDetails?.name),
    ).toEqual(['contract + fee', 'sign-off', 'pay']);
    expect(events.at(-1)?.type).toBe('ExecutionSucceeded');
  });

  it('stops for good when finance rejects, and keeps the comment as the reason', async () => {
    const id = await client.start('pay-contractor', params);
    const link = await client.link(id);
    await client.decideByLink(link, 'reject', 'Wrong amount');
    const run = await client.reaches(id, 'rejected');
    expect(run.steps.find((step) => step.path === 'pay')?.status).not.toBe('complete');
    expect(JSON.stringify(run)).toContain('Wrong amount');
    const payments = await client.call<unknown>('GET', '/_local/demo/payments', { as: 'nobody' });
    expect(JSON.stringify(payments.body)).not.toContain(id);
  });

  it('a form that is no decision is shown again with what was typed, and decides nothing', async () => {
    const id = await client.start('pay-contractor', params);
    const link = await client.link(id);
    const long = `${'why '.repeat(1_000)}<not>`;
    const refused = await client.decideByLink(link, 'reject', long);
    expect(refused.status).toBe(400);
    const shown = await refused.text();
    expect(shown).toContain('The comment has 4005 characters, and at most 4000 are kept.');
    expect(shown).toContain(`${'why '.repeat(1_000)}&lt;not&gt;</textarea>`);
    expect(await (await client.decideByLink(link, 'postpone', 'Later.')).text()).toMatch(
      /Choose approve, reject or skip[\s\S]*>Later\.<\/textarea>/,
    );
    expect((await client.decideByLink(link, 'reject', 'x'.repeat(300_000))).status).toBe(413);
    expect((await client.run(id)).status).toBe('awaiting_input');
    // A line break is one letter to whoever types it, and two on the wire.
    expect((await client.decideByLink(link, 'reject', `${'a\r\n'.repeat(1_999)}b`)).status).toBe(303);
    await client.reaches(id, 'rejected');
  });

  it('fifty looks at a link write nothing, and a hundred opposite decisions have one winner', async () => {
    const id = await client.start('pay-contractor', params);
    const link = await client.link(id);
    const before = await until('the run to be at rest', async () => {
      const commits = await client.call<{ items: { events: { type: string }[] }[] }>('GET', `/v1/runs/${id}/events`);
      return commits.body.items.at(-1)?.events.some(({ type }) => type === 'SlotFreed') ? commits : undefined;
    });
    await Promise.all(Array.from({ length: 50 }, () => fetch(link).then((response) => response.text())));
    const after = await client.call<{ items: unknown[] }>('GET', `/v1/runs/${id}/events`);
    expect(after.body).toEqual(before.body);

    const checkpoint = (await client.run(id)).checkpoints[0]?.id ?? '';
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        client.call<{ code?: string; detail?: string }>('POST', `/v1/checkpoints/${checkpoint}/decision`, {
          body: { action: n % 2 === 0 ? 'approve' : 'reject', comment: `vote ${n}` },
        }),
      ),
    );
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    const losers = answers.filter((answer) => answer.status !== 200);
    expect(losers.every((answer) => answer.status === 409 && answer.body.code === 'checkpoint-decided')).toBe(true);
    const late = await (await fetch(link)).text();
    expect(late).toMatch(/Approved|Rejected/);
  });

  it('a forged link answers the same plain page as an unknown one', async () => {
    const id = await client.start('pay-contractor', params);
    const link = await client.link(id);
    const flipped = link.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    const [one, other] = await Promise.all([fetch(flipped), fetch(`${client.url}/a/nonsense`)]);
    expect(one.status).toBe(other.status);
    expect(await one.text()).toBe(await other.text());
  });

  it('a cancelled run says so on its link, and only its starter or cancel.any may cancel', async () => {
    const id = await client.start('pay-contractor', params, {}, 'admin');
    const link = await client.link(id);
    expect((await client.call('POST', `/v1/runs/${id}/cancel`, { as: 'operator' })).status).toBe(403);
    expect((await client.call('POST', `/v1/runs/${id}/cancel`, { as: 'admin' })).status).toBe(200);
    await client.reaches(id, 'cancelled');
    expect(await (await fetch(link)).text()).toMatch(/cancelled/i);
  });
});
