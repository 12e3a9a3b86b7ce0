import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { expect, it } from 'vitest';
import { Client } from '../support/client.ts';
import { startTestCloud } from '../support/cloud.ts';
import { removeAction } from '../support/remove-action.ts';
import { until } from '../support/until.ts';

const flow = `flow: mended
on: [{ event: { bus: deployment, pattern: { source: [shop] }, environments: [sandbox, live] } }]
steps: [{ id: a, transform: "{{ run.environment }}" }]
`;

interface Read {
  syncing?: { since: string };
  environments: Record<string, number>;
}

it('rules that could not be made when a flow was published are made by the reconciler once they can be', async () => {
  const broken = await startTestCloud({
    samples: false,
    changeTemplate: (template) => removeAction(template, 'PublishFlow', 'events:PutRule'),
  });
  const { dataDir } = broken;
  try {
    const client = new Client(broken.url);
    const pending = { severity: 'warning', code: 'triggers-pending' };
    const published = await client.call('POST', '/v1/flows', { body: flow });
    expect(published).toMatchObject({ status: 201, body: { version: 1, diagnostics: [pending] } });
    const promoted = await client.call('POST', '/v1/flows/mended/environments/live', { body: { version: 1 } });
    expect(promoted).toMatchObject({ status: 200, body: { version: 1, diagnostics: [pending] } });
    expect(JSON.stringify([published.body, promoted.body])).not.toContain('arn:aws');
    const read = await client.call<Read>('GET', '/v1/flows/mended');
    expect(read.body).toMatchObject({ environments: { sandbox: 1, live: 1 }, syncing: { since: expect.any(String) } });
    expect(broken.refusals().at(-1)).toMatch(/events:PutRule on resource: \S+:rule\/Sluice\/sluice-mended\./);
  } finally {
    await broken.stop();
  }

  const cloud = await startTestCloud({ samples: false, dataDir });
  const credentials = { accessKeyId: 'owner', secretAccessKey: 'owner' };
  const bus = new EventBridgeClient({ endpoint: cloud.awsUrl, region: 'us-east-1', credentials });
  try {
    const client = new Client(cloud.url);
    cloud.advance(61_000);
    await until('the rules to follow', async () => {
      const { body } = await client.call<Read>('GET', '/v1/flows/mended');
      return body.syncing === undefined;
    });
    const Entries = [{ EventBusName: 'Sluice', Source: 'shop', DetailType: 'order', Detail: '{}' }];
    await bus.send(new PutEventsCommand({ Entries }));
    const runs = await until('both runs', async () => {
      const { items } = (await client.call<{ items: { id: string }[] }>('GET', '/v1/runs?flow=mended')).body;
      return items.length === 2 && items;
    });
    const outputs = await Promise.all(runs.map(async ({ id }) => (await client.reaches(id, 'completed')).output));
    expect(outputs.sort()).toEqual(['live', 'sandbox']);
    expect(cloud.refusals()).toEqual([]);
  } finally {
    bus.destroy();
    await cloud.close();
  }
});
