import { DescribeRuleCommand, EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
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
  const put = (...details: object[]) =>
    bus.send(
      new PutEventsCommand({
        Entries: details.map((detail) => ({ Source: 'shop', DetailType: 'order', Detail: JSON.stringify(detail) })),
      }),
    );
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

  const rule = () => bus.send(new DescribeRuleCommand({ Name: 'sluice-ordered.sandbox.event-1' }));
  const runsOf = async (name: string) =>
    (await client.call<{ items: unknown[] }>('GET', `/v1/runs?flow=${name}`)).body.items.length;

  it('meets the pattern of the version that was published last', async () => {
    await client.publish(flow.replace('source: [shop]', 'source: [mall]'));
    expect((await rule()).EventPattern).toContain('"source":["mall"]');
    await client.publish(
      'flow: other\non: [{ event: { pattern: { source: [shop] }, environments: [sandbox] } }]\nsteps: [{ id: a, transform: 1 }]\n',
    );
    await put({ id: 'A-6', state: 'paid', total: 52 });
    await until('the run of the other flow', async () => (await runsOf('other')) === 1);
    expect(await runsOf('ordered')).toBe(2);
  });

  it('starts nothing more once a version without the trigger is published: its rule is gone', async () => {
    await client.publish(flow);
    expect((await rule()).EventPattern).toContain('"source":["shop"]');
    await client.publish(flow.replace(/^on:\n[\s\S]*(?=^steps:)/m, ''));
    await expect(rule()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await put({ id: 'A-7', state: 'paid', total: 53 });
    await until('the run of the other flow', async () => (await runsOf('other')) === 2);
    expect(await runsOf('ordered')).toBe(2);
    expect(cloud.refusals()).toEqual([]);
    expect(cloud.errors).toEqual([]);
  });

  it('publishing refuses operators that are not supported, by name', async () => {
    const answer = await client.call<{ diagnostics: { message: string }[] }>('POST', '/v1/flows', {
      body: 'flow: x\non:\n  - event: { pattern: { detail: { ip: [{ cidr: 10.0.0.0/24 }], name: [{ prefx: a }], state: open } } }\n  - event: { pattern: {} }\nsteps: [{ id: a, transform: 1 }]\n',
    });
    expect(answer.status).toBe(422);
    expect(answer.body.diagnostics.map(({ message }) => message)).toEqual([
      'The operator "cidr" of event patterns is not supported.',
      'The operator "prefx" of event patterns is not supported.',
      'A field of a pattern is a list of alternatives, or an object of fields.',
      'An empty pattern would fit every event of the account.',
    ]);
  });
});
