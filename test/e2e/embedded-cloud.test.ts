import { createHash, randomBytes } from 'node:crypto';
import { DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterEach, describe, expect, it } from 'vitest';
import type { Template } from '../../infra/aws/template.ts';
import { Client } from '../support/client.ts';
import { startTestCloud, type TestCloud } from '../support/cloud.ts';
import { until } from '../support/until.ts';

let cloud: TestCloud | undefined;
afterEach(async () => {
  await cloud?.close();
  cloud = undefined;
});

/** The template without the resources that a test takes away. */
function without(template: Template, ...gone: ((id: string, type: string) => boolean)[]): Template {
  return {
    ...template,
    Resources: Object.fromEntries(
      Object.entries(template.Resources).filter(([id, { Type }]) => !gone.some((test) => test(id, Type))),
    ),
  };
}

/** Calls the AWS endpoint as the owner of the account, in the JSON protocol. */
async function aws<T>(url: string, service: string, target: string, input: unknown): Promise<T> {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=owner/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': target,
    },
    body: JSON.stringify(input),
  });
  return (await response.json()) as T;
}

const ids = (template: Template, type: string) =>
  Object.entries(template.Resources).flatMap(([id, { Type }]) => (Type === type ? [id] : []));

describe('the embedded cloud', () => {
  it('signs a person in by authorization code with PKCE, and the API takes the token', async () => {
    let clientId = '';
    cloud = await startTestCloud({
      changeTemplate: (template) => {
        clientId = ids(template, 'AWS::Cognito::UserPoolClient').find((id) => id.includes('People')) ?? '';
        return template;
      },
    });
    const { url } = cloud;
    const discovery = (await (await fetch(`${url}/_local/oidc/.well-known/openid-configuration`)).json()) as {
      authorization_endpoint: string;
      token_endpoint: string;
    };
    const verifier = randomBytes(32).toString('base64url');
    const asked = new URL(discovery.authorization_endpoint);
    asked.search = new URLSearchParams({
      client_id: clientId,
      response_type: 'code',
      scope: 'openid email profile',
      redirect_uri: `${url}/callback`,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      state: 's',
    }).toString();
    const jar = new Map<string, string>();
    const visit = async (to: string, init: RequestInit = {}) => {
      const response = await fetch(new URL(to, url), {
        ...init,
        redirect: 'manual',
        headers: { ...init.headers, cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      });
      for (const cookie of response.headers.getSetCookie()) {
        const [name = '', value = ''] = cookie.split(';')[0]?.split('=') ?? [];
        jar.set(name, value);
      }
      return response;
    };
    const login = (await visit(asked.href)).headers.get('location') ?? '';
    const page = await (await visit(login)).text();
    expect(page).toContain('Oscar Operator');
    const chosen = await visit(login, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'user=operator',
    });
    const back = (await visit(chosen.headers.get('location') ?? '')).headers.get('location') ?? '';
    const code = new URL(back).searchParams.get('code') ?? '';
    const tokens = (await (
      await fetch(discovery.token_endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          grant_type: 'authorization_code',
          client_id: clientId,
          code,
          redirect_uri: `${url}/callback`,
          code_verifier: verifier,
        }),
      })
    ).json()) as { access_token: string; id_token: string; refresh_token: string };
    const renewed = await fetch(discovery.token_endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        grant_type: 'refresh_token',
        client_id: clientId,
        refresh_token: tokens.refresh_token,
      }),
    });
    expect(await renewed.json()).toMatchObject({ access_token: expect.any(String), expires_in: 3600 });
    const claims = JSON.parse(Buffer.from(tokens.access_token.split('.')[1] ?? '', 'base64url').toString()) as object;
    expect(claims).toMatchObject({ token_use: 'access', name: 'Oscar Operator', 'cognito:groups': ['operator'] });
    const headers = { authorization: `Bearer ${tokens.access_token}` };
    expect((await fetch(`${url}/v1/runs`, { headers })).status).toBe(200);
    const refused = await fetch(`${url}/v1/flows`, { method: 'POST', headers, body: 'flow: x' });
    expect(refused.status).toBe(403);
  });

  it('a function that its API may not call answers 500, and the refusal names both', async () => {
    cloud = await startTestCloud({
      samples: false,
      changeTemplate: (template) =>
        without(template, (id, type) => type === 'AWS::Lambda::Permission' && id.includes('atokenApprove')),
    });
    expect((await fetch(`${cloud.url}/a/anything`)).status).toBe(500);
    expect(cloud.refusals().at(-1)).toMatch(/^apigateway\.amazonaws\.com is not authorized to perform: lambda:Invoke/);
  });

  it('an asynchronous call that fails three times lies in the dead-letter queue, with its event', async () => {
    let queue = '';
    cloud = await startTestCloud({
      samples: false,
      changeTemplate: (template) => {
        [queue = ''] = ids(template, 'AWS::SQS::Queue');
        return template;
      },
    });
    const { awsUrl } = cloud;
    const bus = new EventBridgeClient({
      endpoint: awsUrl,
      region: 'us-east-1',
      credentials: { accessKeyId: 'owner', secretAccessKey: 'owner' },
    });
    // A status change that claims to be of a run that is not there: settling it fails each time.
    await bus.send(
      new PutEventsCommand({
        Entries: [
          {
            Source: 'aws.states',
            DetailType: 'Step Functions Execution Status Change',
            Detail: JSON.stringify({
              name: '01ARZ3NDEKTSV4RRFFQ69G5FAV-g1',
              status: 'FAILED',
              stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:sluice-gone',
            }),
          },
        ],
      }),
    );
    bus.destroy();
    const message = await until('the message in the dead-letter queue', async () => {
      cloud?.advance(180_000);
      const { Messages } = await aws<{ Messages?: { Body: string }[] }>(awsUrl, 'sqs', 'AmazonSQS.ReceiveMessage', {
        QueueUrl: `${awsUrl}/000000000000/${queue}`,
      });
      return Messages?.[0]?.Body;
    });
    expect(JSON.parse(message)).toMatchObject({
      requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
      requestPayload: { detail: { name: '01ARZ3NDEKTSV4RRFFQ69G5FAV-g1' } },
      responsePayload: { errorMessage: expect.stringContaining('There is no run') },
    });
  });

  it('a poison record of the stream harms only itself: it is set aside, and the next one is relayed', async () => {
    let queue = '';
    let table = '';
    cloud = await startTestCloud({
      changeTemplate: (template) => {
        [queue = ''] = ids(template, 'AWS::SQS::Queue');
        [table = ''] = ids(template, 'AWS::DynamoDB::Table');
        return template;
      },
    });
    const { awsUrl, url } = cloud;
    const client = new DynamoDBClient({
      endpoint: awsUrl,
      region: 'us-east-1',
      credentials: { accessKeyId: 'owner', secretAccessKey: 'owner' },
    });
    await client.send(
      new PutItemCommand({ TableName: table, Item: { pk: { S: 'RUN#poison' }, sk: { S: 'CHECKPOINT#poison' } } }),
    );
    const person = new Client(url);
    const run = await person.start('pay-contractor', { recipient: 'ada@example.com', amount: 3, contract: 'C-1' });
    expect(await person.link(run)).toContain('/a/');
    const messages = await aws<{ Messages?: { Body: string }[] }>(awsUrl, 'sqs', 'AmazonSQS.ReceiveMessage', {
      QueueUrl: `${awsUrl}/000000000000/${queue}`,
    });
    expect(JSON.parse(messages.Messages?.[0]?.Body ?? '{}')).toMatchObject({
      keys: { sk: { S: 'CHECKPOINT#poison' } },
    });
    client.destroy();
  });

  it('deletes what has expired once the clock has passed it', async () => {
    let table = '';
    cloud = await startTestCloud({
      samples: false,
      changeTemplate: (template) => {
        [table = ''] = ids(template, 'AWS::DynamoDB::Table');
        return template;
      },
    });
    const client = new DynamoDBClient({
      endpoint: cloud.awsUrl,
      region: 'us-east-1',
      credentials: { accessKeyId: 'owner', secretAccessKey: 'owner' },
    });
    const inHours = (hours: number) => String(Math.floor(Date.now() / 1000) + hours * 3600);
    for (const [sk, hours] of [
      ['soon', 1],
      ['late', 48],
    ] as const)
      await client.send(
        new PutItemCommand({
          TableName: table,
          Item: { pk: { S: 'KEY#x' }, sk: { S: sk }, ttl: { N: inHours(hours) } },
        }),
      );
    cloud.advance(2 * 3_600_000);
    await until('the expired item to be gone', async () => {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: 'KEY#x' } },
        }),
      );
      return Items.length === 1 && Items[0]?.sk?.S === 'late';
    });
    client.destroy();
  });
});
