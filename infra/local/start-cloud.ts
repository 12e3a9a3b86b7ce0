import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  ResourceInUseException,
} from '@aws-sdk/client-dynamodb';
import { startFauxqs } from 'fauxqs';
import { MovableClock } from './clock/movable-clock.ts';
import { DemoServices } from './demo/demo-services.ts';
import { DocumentFile } from './document-file.ts';
import { startDynoxide } from './dynamodb/start-dynoxide.ts';
import { serveAws } from './gateway/serve-aws.ts';
import { createHttpApi } from './http-api/serve-http-api.ts';
import { Authorizer } from './iam/authorizer.ts';
import type { Statement } from './iam/evaluate-policy.ts';
import { isLocalUser, TokenIssuer } from './identity/token-issuer.ts';
import { Functions } from './lambda/functions.ts';
import { Mailbox } from './ses/mailbox.ts';
import { createStates, type States } from './states/create-states.ts';
import { relayStream } from './streams/relay-stream.ts';
import { evaluateTemplate, type Resource, type Template } from './template/evaluate-template.ts';
import { localNames } from './template/local-names.ts';

const region = 'us-east-1';
const accountId = '000000000000';

export interface CloudOptions {
  port: number;
  awsPort: number;
  dataDir: string;
  template: Template;
  /** Folder of each function's bundle by its logical id. */
  assets: Record<string, string>;
  onError(error: unknown): void;
}

export interface Cloud {
  url: string;
  awsUrl: string;
  /** What IAM refused, in AWS's words. */
  refusals: readonly string[];
  advance(milliseconds: number): void;
  token(user: 'admin' | 'operator' | 'viewer'): Promise<string>;
  close(): Promise<void>;
}

async function listen(server: Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server does not listen on a port.');
  return address.port;
}

const of = (resources: Resource[], type: string) => resources.filter((each) => each.type === type);
const milliseconds = (text_: string): number => {
  const units: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
  return [...text_.matchAll(/(\d+)([smhd])/g)].reduce(
    (sum, [, amount, unit = 's']) => sum + Number(amount) * (units[unit] ?? 0),
    0,
  );
};

async function createTables(endpoint: string, resources: Resource[]): Promise<void> {
  const client = new DynamoDBClient({
    endpoint,
    region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  for (const { id, properties } of of(resources, 'AWS::DynamoDB::Table')) {
    const {
      KeySchema,
      AttributeDefinitions,
      GlobalSecondaryIndexes,
      LocalSecondaryIndexes,
      BillingMode,
      StreamSpecification,
    } = properties;
    const stream =
      StreamSpecification === undefined
        ? {}
        : { StreamSpecification: { StreamEnabled: true, ...(StreamSpecification as object) } };
    try {
      await client.send(
        new CreateTableCommand({
          TableName: id,
          KeySchema,
          AttributeDefinitions,
          GlobalSecondaryIndexes,
          LocalSecondaryIndexes,
          BillingMode,
          ...stream,
        } as CreateTableCommandInput),
      );
    } catch (error) {
      if (!(error instanceof ResourceInUseException)) throw error;
    }
  }
  client.destroy();
}

/** Serves a synthesized template on this machine. Everything that must survive lies in the data folder. */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const { dataDir, onError } = options;
  mkdirSync(join(dataDir, 'logs'), { recursive: true });
  mkdirSync(join(dataDir, 's3'), { recursive: true });
  const clockFile = new DocumentFile<{ offset: number }>(join(dataDir, 'clock.json'), { offset: 0 });
  const clock = new MovableClock(clockFile.value.offset);
  let serveHttp: Parameters<typeof createServer>[1] = (_request, response) => response.writeHead(503).end();
  let serveCalls: Server | undefined;
  const http = createServer((request, response) => serveHttp?.(request, response));
  const aws = createServer((request, response) => serveCalls?.emit('request', request, response));
  const [port, awsPort, dynamodb, s3] = await Promise.all([
    listen(http, options.port),
    listen(aws, options.awsPort),
    startDynoxide(join(dataDir, 'table.sqlite')),
    startFauxqs({ port: 0, logger: false, dataDir: join(dataDir, 's3') }),
  ]);
  const url = `http://127.0.0.1:${port}`;
  const awsUrl = `http://127.0.0.1:${awsPort}`;
  const resources = evaluateTemplate(
    options.template,
    localNames({
      region,
      accountId,
      url,
      awsUrl,
      parameters: {
        MailFrom: 'sluice@example.com',
        HttpAllow: [`127.0.0.1:${port}`, process.env.SLUICE_HTTP_ALLOW].filter(Boolean).join(','),
      },
    }),
  );
  await createTables(dynamodb.endpoint, resources);
  for (const bucket of of(resources, 'AWS::S3::Bucket')) s3.createBucket(bucket.id.toLowerCase());

  const secretsFile = new DocumentFile<Record<string, string>>(join(dataDir, 'secrets.json'), {});
  for (const { id } of of(resources, 'AWS::SecretsManager::Secret'))
    secretsFile.value[`arn:aws:secretsmanager:${region}:${accountId}:secret:${id}`] ??=
      randomBytes(32).toString('base64url');
  secretsFile.save();

  const roles = new Map<string, Statement[]>();
  for (const { id, properties } of of(resources, 'AWS::IAM::Role')) {
    const policies = (properties.Policies ?? []) as { PolicyDocument: { Statement: Statement[] } }[];
    roles.set(
      `arn:aws:iam::${accountId}:role/${id}`,
      policies.flatMap((policy) => policy.PolicyDocument.Statement),
    );
  }
  let states: States | undefined;
  const authorizer = new Authorizer(roles, {
    region,
    accountId,
    machineOfToken: (token) => states?.machineOfToken(token),
  });
  const roleOfKey = new Map<string, string>();
  const definitions = of(resources, 'AWS::Lambda::Function').map(({ id, properties }) => {
    const role = String(properties.Role);
    const key = `AKIA${id.toUpperCase()}`;
    roleOfKey.set(key, role);
    const folder = options.assets[id];
    if (folder === undefined) throw new Error(`There is no bundle of the function ${id}.`);
    const { Variables = {} } = (properties.Environment ?? {}) as { Variables?: Record<string, string> };
    return {
      name: id,
      arn: `arn:aws:lambda:${region}:${accountId}:function:${id}`,
      file: join(folder, 'index.mjs'),
      environment: {
        ...Variables,
        AWS_REGION: region,
        AWS_DEFAULT_REGION: region,
        AWS_ACCESS_KEY_ID: key,
        AWS_SECRET_ACCESS_KEY: 'local',
        AWS_ENDPOINT_URL: awsUrl,
        AWS_LAMBDA_FUNCTION_NAME: id,
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(properties.MemorySize ?? 128),
        PATH: process.env.PATH ?? '',
      },
      timeoutMs: Number(properties.Timeout ?? 3) * 1000,
      memoryMb: Number(properties.MemorySize ?? 128),
      logFile: join(dataDir, 'logs', `${id}.log`),
    };
  });
  // The name in an alias' ARN is that of the alias here; its function is what its FunctionName says.
  const aliasOf = new Map(
    of(resources, 'AWS::Lambda::Alias').map(({ id, properties }) => [id, String(properties.FunctionName)]),
  );
  const functions = new Functions(
    definitions,
    () => clock.offset,
    (name) => aliasOf.get(name) ?? name,
  );
  const mailbox = new Mailbox(join(dataDir, 'mail.json'));
  const demo = new DemoServices(join(dataDir, 'demo.json'));

  const rules = of(resources, 'AWS::Events::Rule').map(({ properties }) => ({
    pattern: properties.EventPattern as { detail?: { status?: string[] } } | undefined,
    schedule: properties.ScheduleExpression as string | undefined,
    targets: (properties.Targets ?? []) as { Arn: string }[],
  }));
  const fire = (targets: { Arn: string }[], event: unknown) => {
    for (const { Arn } of targets)
      functions.invoke(Arn, event).then((outcome) => 'error' in outcome && onError(new Error(outcome.error)), onError);
  };
  states = createStates({
    databaseFile: join(dataDir, 'states.sqlite'),
    region,
    accountId,
    clock,
    onError,
    async invoke({ functionArn, payload, roleArn }) {
      authorizer.authorize(roleArn, { action: 'lambda:InvokeFunction', resource: functionArn });
      const outcome = await functions.invoke(functionArn, payload ?? {});
      return 'error' in outcome
        ? { statusCode: 200, functionError: 'Unhandled', payload: outcome.error }
        : { statusCode: 200, payload: outcome.result, executedVersion: '1' };
    },
    onStatusChange({ arn, name, machineArn, status }) {
      const event = {
        source: 'aws.states',
        'detail-type': 'Step Functions Execution Status Change',
        account: accountId,
        region,
        detail: { executionArn: arn, name, stateMachineArn: machineArn, status },
      };
      for (const { pattern, targets } of rules)
        if (pattern?.detail?.status?.includes(status) === true) fire(targets, event);
    },
  });
  serveCalls = serveAws({
    authorizer,
    roleOfKey,
    states,
    functions,
    mailbox,
    secrets: new Map(Object.entries(secretsFile.value)),
    dynamodb: dynamodb.endpoint,
    s3: s3.address,
    now: () => clock.now(),
    onError,
  });

  const [pool] = of(resources, 'AWS::Cognito::UserPool');
  const [client] = of(resources, 'AWS::Cognito::UserPoolClient');
  const trigger =
    (pool?.properties.LambdaConfig as { PreTokenGenerationConfig?: { LambdaArn: string } } | undefined)
      ?.PreTokenGenerationConfig?.LambdaArn ?? '';
  const issuer = await TokenIssuer.open(join(dataDir, 'issuer.json'), {
    issuer: `https://cognito-idp.${region}.amazonaws.com/${region}_${pool?.id}`,
    clientId: client?.id ?? '',
    async trigger(event) {
      const outcome = await functions.invoke(trigger, event);
      if ('error' in outcome) throw new Error(`The pre-token-generation trigger failed: ${outcome.error}`);
      return JSON.parse(outcome.result);
    },
  });
  const api = createHttpApi(resources, functions, issuer, () => clock.now());
  serveHttp = async (request, response) => {
    const path = new URL(request.url ?? '/', url).pathname;
    const json = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    try {
      if (path.startsWith('/_local/demo/')) await demo.handle(path.slice('/_local/demo'.length), request, response);
      else if (path === '/_local/mail') json(200, mailbox.list());
      else if (path === '/_local/token' && request.method === 'POST') {
        const { user } = JSON.parse(await text(request)) as { user?: unknown };
        if (isLocalUser(user)) json(200, { access_token: await issuer.issue(user), token_type: 'Bearer' });
        else json(400, { message: 'There are the users admin, operator and viewer.' });
      } else if (path === '/_local/clock' && request.method === 'POST') {
        const { advance } = JSON.parse(await text(request)) as { advance?: string };
        clock.advance(milliseconds(advance ?? ''));
        clockFile.value = { offset: clock.offset };
        clockFile.save();
        json(200, { now: new Date(clock.now()).toISOString() });
      } else await api(request, response);
    } catch (error) {
      onError(error);
      if (!response.headersSent) json(500, { message: 'Internal Server Error' });
    }
  };

  const stops: (() => void)[] = [];
  for (const { schedule, targets } of rules) {
    if (schedule !== 'rate(1 minute)') continue;
    const every = () => {
      stops.push(
        clock.setTimer(clock.now() + 60_000, () => {
          fire(targets, { source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} });
          every();
        }),
      );
    };
    every();
  }
  for (const { id, properties } of of(resources, 'AWS::Lambda::EventSourceMapping')) {
    const table = /table\/([^/]+)/.exec(String(properties.EventSourceArn))?.[1] ?? '';
    const { Filters = [] } = (properties.FilterCriteria ?? {}) as { Filters?: { Pattern: string }[] };
    stops.push(
      relayStream({
        endpoint: dynamodb.endpoint,
        table,
        file: join(dataDir, `stream-${id}.json`),
        batchSize: Number(properties.BatchSize ?? 100),
        retries: Number(properties.MaximumRetryAttempts ?? 3),
        filters: Filters.map(
          ({ Pattern }) =>
            JSON.parse(Pattern) as {
              eventName?: string[];
              dynamodb?: { Keys?: { sk?: { S?: { prefix: string }[] } } };
            },
        ).map(({ eventName, dynamodb: keys }) => {
          const prefix = keys?.Keys?.sk?.S?.[0]?.prefix;
          return { ...(eventName === undefined ? {} : { eventName }), ...(prefix === undefined ? {} : { prefix }) };
        }),
        async deliver(records) {
          const outcome = await functions.invoke(String(properties.FunctionName), { Records: records });
          if ('error' in outcome) throw new Error(outcome.error);
          const { batchItemFailures = [] } = JSON.parse(outcome.result) as {
            batchItemFailures?: { itemIdentifier: string }[];
          };
          return batchItemFailures[0]?.itemIdentifier;
        },
        discard: async (record) =>
          onError(new Error(`A stream record failed for good: ${JSON.stringify(record.dynamodb.Keys)}`)),
        onError,
      }),
    );
  }
  states.recover();
  const running = states;
  return {
    url,
    awsUrl,
    refusals: authorizer.refusals,
    advance: (by) => clock.advance(by),
    token: (user) => issuer.issue(user),
    async close() {
      for (const stop of stops) stop();
      clock.stop();
      for (const server of [http, aws]) {
        server.closeAllConnections();
        server.close();
      }
      await running.close();
      functions.stop();
      await Promise.all([dynamodb.stop(), s3.stop()]);
    },
  };
}
