import { DescribeRuleCommand, EventBridgeClient, PutEventsCommand, PutRuleCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from '../support/client.ts';
import { startTestCloud, type TestCloud } from '../support/cloud.ts';
import { until } from '../support/until.ts';

const flow = `flow: ordered
params: { type: object, required: [order], properties: { order: { type: string } } }
on:
  - event:
      pattern: { source: [shop], detail: { state: [{ prefix: pai }], total: [{ numeric: [">", 10] }] } }
      when: "{{ trigger.event.detail.total < 1000 }}"
      params: { order: "{{ trigger.event.detail.id }}" }
      environments: [sandbox]
steps:
  - { id: note, transform: { order: "{{ params.order }}", source: "{{ trigger.event.source }}" } }
`;

/** What the tests read of the log of deliveries. */
interface Logged {
  items: {
    id: string;
    trigger: string;
    event: string;
    outcome: string;
    reason?: string;
    code?: string;
    run?: string;
    version: number;
    deliveryId: string;
    replayOf?: string;
  }[];
  cursor?: string;
}

describe('an event', () => {
  let cloud: TestCloud;
  let client: Client;
  let bus: EventBridgeClient;
  beforeAll(async () => {
    cloud = await startTestCloud({ samples: false });
    client = new Client(cloud.url);
    await client.publish(flow);
    const credentials = { accessKeyId: 'owner', secretAccessKey: 'owner' };
    bus = new EventBridgeClient({ endpoint: cloud.awsUrl, region: 'us-east-1', credentials });
  });
  afterAll(async () => {
    bus?.destroy();
    await cloud?.close();
  });
  const putOn = (EventBusName: string, ...details: object[]) =>
    bus.send(
      new PutEventsCommand({
        Entries: details.map((detail) => ({
          EventBusName,
          Source: 'shop',
          DetailType: 'order',
          Detail: JSON.stringify(detail),
        })),
      }),
    );
  const put = (...details: object[]) => putOn('default', ...details);
  const log = async (query = '') =>
    (await client.call<Logged>('GET', `/v1/flows/ordered/deliveries${query}`)).body.items;
  const runs = async () =>
    (await client.call<{ items: { id: string }[] }>('GET', '/v1/runs?trigger=event&limit=100')).body.items;

  it('that fits pattern and filter starts a run with mapped parameters; others start nothing', async () => {
    await put(
      { id: 'A-1', state: 'paid', total: 5 },
      { id: 'A-2', state: 'open', total: 50 },
      { id: 'A-3', state: 'paid', total: 5_000 },
      { id: 'A-4', state: 'paid', total: 50 },
    );
    const [run] = await until('the run', async () => {
      const found = await runs();
      return found.length > 0 && found;
    });
    const done = await client.reaches(run?.id ?? '', 'completed');
    expect(done.output).toEqual({ order: 'A-4', source: 'shop' });
    await put({ id: 'A-5', state: 'paid', total: 51 });
    await until('the second run', async () => (await runs()).length >= 2);
    expect(await runs()).toHaveLength(2);
  });

  it('stands in the log with what became of it: its run, the condition that filtered it, why it was refused', async () => {
    await put({ state: 'paid', total: 60 });
    const items = await until('four entries', async () => {
      const found = await log();
      return found.length >= 4 && found;
    });
    const [refused, accepted, ...earlier] = items;
    expect(refused).toMatchObject({ trigger: 'event', event: 'event-1', outcome: 'refused', code: 'mapping-failed' });
    expect(refused?.reason).toContain('"trigger.event.detail.id" yields nothing');
    expect(accepted).toMatchObject({ outcome: 'accepted', run: accepted?.id, version: 1 });
    expect(earlier.map(({ outcome }) => outcome).sort()).toEqual(['accepted', 'filtered']);
    const filtered = earlier.find(({ outcome }) => outcome === 'filtered');
    expect(filtered).toMatchObject({ reason: '{{ trigger.event.detail.total < 1000 }}', version: 1 });
    expect(new Set(items.map(({ deliveryId }) => deliveryId)).size).toBe(4);
    expect(await log('?trigger=webhook')).toEqual([]);
    const page = await client.call<Logged>('GET', '/v1/flows/ordered/deliveries?limit=3&trigger=event');
    expect((await log(`?limit=3&cursor=${page.body.cursor}`)).map(({ id }) => id)).toEqual([items[3]?.id]);
  });

  it('is replayed with the mapping of the version that runs now, which the log names', async () => {
    const refused = (await log()).find(({ code }) => code === 'mapping-failed');
    const replay = `/v1/flows/ordered/deliveries/${refused?.id}/replay`;
    expect((await client.call('POST', replay, { as: 'viewer' })).status).toBe(403);
    expect(await client.call('POST', replay)).toMatchObject({ status: 422, body: { code: 'mapping-failed' } });
    await client.publish(flow.replace('trigger.event.detail.id }}', 'trigger.event.detail.state }}'));
    const answer = await client.call<{ id: string }>('POST', replay, { as: 'operator' });
    expect(answer.status).toBe(202);
    expect((await client.reaches(answer.body.id, 'completed')).output).toEqual({ order: 'paid', source: 'shop' });
    const [again, failed] = await log();
    expect(again).toMatchObject({ outcome: 'accepted', run: answer.body.id, replayOf: refused?.id, version: 2 });
    expect(failed).toMatchObject({ outcome: 'refused', replayOf: refused?.id, version: 1 });
    const unknown = await client.call('POST', '/v1/flows/ordered/deliveries/01H/replay');
    expect(unknown).toMatchObject({ status: 404, body: { code: 'delivery-not-found' } });
  });

  const rule = () => bus.send(new DescribeRuleCommand({ Name: 'sluice-ordered.sandbox.event-1' }));
  const runsOf = async (name: string) =>
    (await client.call<{ items: unknown[] }>('GET', `/v1/runs?flow=${name}`)).body.items.length;

  it('meets the pattern of the version that was published last', async () => {
    const known = (await log()).length;
    await client.publish(flow.replace('source: [shop]', 'source: [mall]'));
    expect((await rule()).EventPattern).toContain('"source":["mall"]');
    await client.publish(
      'flow: other\non: [{ event: { pattern: { source: [shop] }, environments: [sandbox] } }]\nsteps: [{ id: a, transform: 1 }]\n',
    );
    await put({ id: 'A-6', state: 'paid', total: 52 });
    await until('the run of the other flow', async () => (await runsOf('other')) === 1);
    expect(await runsOf('ordered')).toBe(3);
    expect(await log()).toHaveLength(known);
  });

  it('starts nothing more once a version without the trigger is published: its rule is gone', async () => {
    await client.publish(flow);
    expect((await rule()).EventPattern).toContain('"source":["shop"]');
    await client.publish(flow.replace(/^on:\n[\s\S]*(?=^steps:)/m, ''));
    await expect(rule()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await put({ id: 'A-7', state: 'paid', total: 53 });
    await until('the run of the other flow', async () => (await runsOf('other')) === 2);
    expect(await runsOf('ordered')).toBe(3);
    expect(cloud.refusals()).toEqual([]);
    expect(cloud.errors).toEqual([]);
  });

  it('on the bus of the deployment starts the runs of the flows that listen there, until they listen elsewhere', async () => {
    const listening = (where: string) =>
      `flow: own\non: [{ event: { ${where}pattern: { source: [shop], detail: { own: [true] } }, environments: [sandbox] } }]\nsteps: [{ id: a, transform: "{{ trigger.event.detail.n }}" }]\n`;
    const outputs = async () => {
      const { items } = (await client.call<{ items: { id: string }[] }>('GET', '/v1/runs?flow=own')).body;
      return Promise.all(items.map(async ({ id }) => (await client.reaches(id, 'completed')).output));
    };
    await client.publish(listening('bus: deployment, '));
    await put({ own: true, n: 1 });
    await putOn('Sluice', { own: true, n: 2 });
    await until('the first run', async () => (await outputs()).length === 1);
    await client.publish(listening(''));
    await putOn('arn:aws:events:us-east-1:000000000000:event-bus/Sluice', { own: true, n: 3 });
    await put({ own: true, n: 4 });
    await until('the second run', async () => (await outputs()).length === 2);
    expect(await outputs()).toEqual([4, 2]);
    expect(cloud.refusals()).toEqual([]);
  });

  it('for a bus that does not exist is an error, as is a rule on it', async () => {
    expect(await putOn('Sluce', { own: true })).toMatchObject({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: 'ResourceNotFoundException', ErrorMessage: 'Event bus Sluce does not exist.' }],
    });
    await expect(
      bus.send(new PutRuleCommand({ Name: 'x', EventBusName: 'Sluce', EventPattern: '{"source":["a"]}' })),
    ).rejects.toMatchObject({ name: 'ResourceNotFoundException', message: 'Event bus Sluce does not exist.' });
  });

  it('publishing refuses operators and buses that are not there, by name', async () => {
    const answer = await client.call<{ diagnostics: { message: string }[] }>('POST', '/v1/flows', {
      body: 'flow: x\non:\n  - event: { pattern: { detail: { ip: [{ cidr: 10.0.0.0/24 }], name: [{ prefx: a }], state: open } } }\n  - event: { pattern: {} }\n  - event: { bus: own, pattern: { source: [a] } }\nsteps: [{ id: a, transform: 1 }]\n',
    });
    expect(answer.status).toBe(422);
    expect(answer.body.diagnostics.map(({ message }) => message)).toEqual([
      'The operator "cidr" of event patterns is not supported.',
      'The operator "prefx" of event patterns is not supported.',
      'A field of a pattern is a list of alternatives, or an object of fields.',
      'An empty pattern would fit every event of the account.',
      'A bus is default, the one of the account, or deployment, the one of Sluice.',
    ]);
    const warned = await client.call<{ diagnostics: object[] }>('POST', '/v1/flows?dryRun=true', {
      body: 'flow: x\non:\n  - event: { bus: deployment, pattern: { source: [aws.s3] } }\nsteps: [{ id: a, transform: 1 }]\n',
    });
    expect(warned).toMatchObject({
      status: 200,
      body: { diagnostics: [{ severity: 'warning', code: 'event-pattern', path: 'on[0].event.pattern.source' }] },
    });
  });
});
