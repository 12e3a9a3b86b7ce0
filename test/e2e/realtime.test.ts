import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { decodeJwt, generateKeyPair, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Template } from '../../infra/aws/template.ts';
import { Client } from '../support/client.ts';
import { startTestCloud, type TestCloud } from '../support/cloud.ts';
import { removeAction } from '../support/remove-action.ts';
import { TestSocket } from '../support/socket.ts';
import { until } from '../support/until.ts';

const hour = 3_600_000;
const params = { recipient: 'ada@example.com', amount: 5, contract: 'C-1' };
const quick = 'flow: quick\nsteps: [{ id: a, transform: 1 }]\n';
const socketUrl = ({ url }: TestCloud) => `${url.replace('http', 'ws')}/_ws/live`;

let table = '';
const rememberTable = (template: Template) => {
  table = Object.entries(template.Resources).find(([, { Type }]) => Type === 'AWS::DynamoDB::Table')?.[0] ?? '';
  return template;
};
const credentials = { accessKeyId: 'owner', secretAccessKey: 'owner' };

describe('the WebSocket API', () => {
  let cloud: TestCloud;
  let client: Client;
  let database: DynamoDBClient;
  const open: TestSocket[] = [];
  const connect = async () => {
    const socket = await TestSocket.open(socketUrl(cloud));
    open.push(socket);
    return socket;
  };
  const rows = async () => {
    const { Items = [] } = await database.send(new ScanCommand({ TableName: table }));
    return Items.map(({ pk, sk }) => `${pk?.S} ${sk?.S}`).filter((key) => /^(SOCKET|TOPIC)#/.test(key));
  };

  beforeAll(async () => {
    cloud = await startTestCloud({ changeTemplate: rememberTable });
    client = new Client(cloud.url);
    database = new DynamoDBClient({ endpoint: cloud.awsUrl, region: 'us-east-1', credentials });
    await client.publish(quick);
  });
  afterEach(() => {
    for (const socket of open.splice(0)) socket.close();
  });
  afterAll(async () => {
    database?.destroy();
    await cloud?.close();
  });

  it('pokes whoever follows all runs or the one that moved, a viewer too, and nobody else', async () => {
    const waiting = await client.start('pay-contractor', params);
    await client.reaches(waiting, 'awaiting_input');
    const [all, one] = [await connect(), await connect()];
    const answer = await all.subscribe(await client.token('viewer'), 'all');
    expect(answer).toEqual({ subscribed: 'all', until: expect.stringMatching(/^\d{4}-.*Z$/) });
    expect((await one.subscribe(await client.token(), [waiting])).subscribed).toEqual([waiting]);
    const run = await client.start('quick', {});
    expect(await all.poked(run)).toEqual({ runId: run });
    await client.reaches(run, 'completed');
    await client.call('POST', `/v1/runs/${waiting}/cancel`);
    await one.poked(waiting);
    expect(one.messages.some(({ runId }) => runId === run)).toBe(false);
    expect(cloud.refusals()).toEqual([]);
    expect(cloud.errors).toEqual([]);
  });

  it('a later subscription replaces the earlier one', async () => {
    const [kept, other] = [await client.start('pay-contractor', params), await client.start('pay-contractor', params)];
    // Their mails say that what happened so far was relayed.
    await Promise.all([kept, other].map((run) => client.link(run)));
    const socket = await connect();
    await socket.subscribe(await client.token(), 'all');
    await socket.subscribe(await client.token(), [kept]);
    const from = socket.messages.length;
    await client.call('POST', `/v1/runs/${other}/cancel`);
    await client.reaches(other, 'cancelled');
    await client.call('POST', `/v1/runs/${kept}/cancel`);
    await socket.told('the poke', ({ runId }) => runId === kept, from);
    expect(socket.messages.slice(from).some(({ runId }) => runId === other)).toBe(false);
  });

  it('forgets a connection when it ends, and one that is gone when it is poked', async () => {
    const socket = await connect();
    const run = await client.start('pay-contractor', params);
    await socket.subscribe(await client.token(), [run]);
    expect((await rows()).filter((row) => row.includes(run))).toHaveLength(1);
    socket.close();
    await until('the rows to be gone', async () => (await rows()).length === 0);
    await database.send(
      new PutItemCommand({
        TableName: table,
        Item: { pk: { S: 'TOPIC#all' }, sk: { S: 'SOCKET#gone=' }, ttl: { N: String(Date.now()) } },
      }),
    );
    await client.start('quick', {});
    await until('the row to be gone', async () => (await rows()).length === 0);
  });

  it('tells why it takes no subscription, and disconnects', async () => {
    const token = await client.token();
    const { privateKey } = await generateKeyPair('RS256');
    const forged = await new SignJWT(decodeJwt(token))
      .setProtectedHeader({ alg: 'RS256', kid: 'local' })
      .sign(privateKey);
    const asked: [unknown, unknown, string][] = [
      [undefined, 'all', 'invalid-request'],
      ['nonsense', 'all', 'token-invalid'],
      [forged, 'all', 'token-invalid'],
      [token, 'some', 'invalid-request'],
      [token, ['not-an-id'], 'invalid-request'],
      [token, Array(51).fill('01ARZ3NDEKTSV4RRFFQ69G5FAV'), 'invalid-request'],
    ];
    for (const [given, runs, code] of asked) {
      const socket = await connect();
      const { error, message } = await socket.subscribe(given, runs);
      expect({ runs, error }).toEqual({ runs, error: code });
      expect(message).toBeTruthy();
      await socket.ended();
    }
  });

  it('answers what it has no route for as API Gateway does, and takes no frame over 32 KB, no message over 128 KB', async () => {
    const socket = await connect();
    socket.send({ action: '$connect' });
    expect(await socket.told('the answer', () => true)).toMatchObject({ message: 'Forbidden' });
    const token = await client.token();
    const long = (size: number) =>
      JSON.stringify({ action: 'subscribe', token, runs: 'all', padding: 'x'.repeat(size) });
    const sendIn = (to: TestSocket, message: string, size: number) => {
      for (let from = 0; from < message.length; from += size)
        to.socket.send(message.slice(from, from + size), { fin: from + size >= message.length });
    };
    sendIn(socket, long(100_000), 32_000);
    await socket.told('the subscription', ({ subscribed }) => subscribed === 'all');
    sendIn(socket, long(40_000), 40_000);
    expect(await socket.ended()).toBe(1009);
    const other = await connect();
    sendIn(other, long(140_000), 32_000);
    expect(await other.ended()).toBe(1009);
    await expect(TestSocket.open(`${socketUrl(cloud)}/other`)).rejects.toThrow('403');
  });

  it('a token that has run out subscribes nothing and hears nothing more; a fresh one does', async () => {
    const old = await client.token();
    const socket = await connect();
    await socket.subscribe(old, 'all');
    cloud.advance(2 * hour);
    const late = await connect();
    expect((await late.subscribe(old, 'all')).error).toBe('token-expired');
    await late.ended();
    const fresh = await connect();
    await fresh.subscribe(await new Client(cloud.url).token('viewer'), 'all');
    const run = await client.start('quick', {});
    await client.reaches(run, 'completed');
    await fresh.poked(run);
    expect(socket.messages.some(({ runId }) => runId === run)).toBe(false);
    await socket.subscribe(await new Client(cloud.url).token(), 'all');
    await client.start('quick', {}).then((next) => socket.poked(next));
  });
});

it('a role that may not manage connections is refused by name; the mail of the same batch is sent', async () => {
  const cloud = await startTestCloud({
    changeTemplate: (template) => removeAction(template, 'RelayEvents', 'execute-api:ManageConnections'),
  });
  try {
    const client = new Client(cloud.url);
    const socket = await TestSocket.open(socketUrl(cloud));
    await socket.subscribe(await client.token(), 'all');
    const run = await client.start('pay-contractor', params);
    expect(await client.link(run)).toContain('/a/');
    expect(cloud.refusals().at(-1)).toMatch(
      /RelayEvents.* is not authorized to perform: execute-api:ManageConnections on resource: arn:aws:execute-api:us-east-1:000000000000:\w+\/live\/POST\/@connections\/.+=/,
    );
    expect(socket.messages.some(({ runId }) => runId === run)).toBe(false);
    socket.close();
  } finally {
    await cloud.close();
  }
});
