import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startFauxqs } from 'fauxqs';
import { warmingUp } from '../../shared/api/problem.ts';
import type { Template } from '../aws/template.ts';
import { MovableClock } from './clock/movable-clock.ts';
import { deployedFiles } from './cloudfront/deployed-files.ts';
import { createDistribution } from './cloudfront/serve-distribution.ts';
import { DemoServices } from './demo/demo-services.ts';
import { accountId, arnOf, ofType, region } from './deployment/account.ts';
import { startEventSources } from './deployment/event-sources.ts';
import { aliasesOf, asyncConfigsOf, functionsOf } from './deployment/functions.ts';
import { rolesOf } from './deployment/roles.ts';
import { rulesOf } from './deployment/rules.ts';
import { DocumentFile } from './document-file.ts';
import { createTables } from './dynamodb/create-tables.ts';
import { deleteExpired } from './dynamodb/delete-expired.ts';
import { indexStream } from './dynamodb/index-stream.ts';
import { startDynoxide } from './dynamodb/start-dynoxide.ts';
import { EventBus } from './events/event-bus.ts';
import { MadeRules } from './events/made-rules.ts';
import { serveAws } from './gateway/serve-aws.ts';
import { createHttpApi } from './http-api/serve-http-api.ts';
import { Authorizer } from './iam/authorizer.ts';
import { ResourcePolicies } from './iam/resource-policies.ts';
import type { LocalUser } from './identity/local-users.ts';
import { startIdentity } from './identity/start-identity.ts';
import { AsyncInvocations } from './lambda/async-invocations.ts';
import { Functions } from './lambda/functions.ts';
import { listen } from './listen.ts';
import { serveLocal } from './local-routes.ts';
import { Schedules } from './scheduler/schedules.ts';
import { Mailbox } from './ses/mailbox.ts';
import { Queues } from './sqs/queues.ts';
import { ParameterStore } from './ssm/parameter-store.ts';
import { createStates, type States } from './states/create-states.ts';
import { evaluateTemplate } from './template/evaluate-template.ts';
import { localNames } from './template/local-names.ts';
import { Connections } from './websocket-api/connections.ts';
import { createSocketApi } from './websocket-api/serve-websocket-api.ts';

export interface CloudOptions {
  port: number;
  awsPort: number;
  dataDir: string;
  template: Template;
  /** Folder of each function's bundle by its logical id. */
  assets: Record<string, string>;
  /** Folder of each archive that is deployed to a bucket, by its key. */
  files: Record<string, string>;
  onError(error: unknown): void;
}

export interface Cloud {
  url: string;
  awsUrl: string;
  /** What IAM refused, in AWS's words. */
  refusals: readonly string[];
  advance(milliseconds: number): void;
  token(user: LocalUser): Promise<string>;
  close(): Promise<void>;
}

/** How often expired items are looked for; AWS deletes them within a few days. */
const expiryMs = 3_600_000;

/** Serves a synthesized template on this machine. Everything that must survive lies in the data folder. */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const { dataDir, onError } = options;
  const inData = (name: string) => join(dataDir, name);
  for (const folder of ['logs', 's3']) mkdirSync(inData(folder), { recursive: true });
  const clockFile = new DocumentFile<{ offset: number }>(inData('clock.json'), { offset: 0 });
  const clock = new MovableClock(clockFile.value.offset);

  // The ports come first, for URLs are in the functions' environments; requests are served once everything is there.
  let serveHttp: Parameters<typeof createServer>[1] = (_request, response) =>
    response
      .writeHead(503, { 'content-type': 'application/problem+json', 'retry-after': '1' })
      .end(JSON.stringify(warmingUp));
  let serveCalls: Server | undefined;
  const http = createServer((request, response) => serveHttp?.(request, response));
  const aws = createServer((request, response) => serveCalls?.emit('request', request, response));
  const ports = new DocumentFile<Record<string, number>>(inData('ports.json'), {});
  const [port, awsPort, dynamodb, s3] = await Promise.all([
    listen(http, options.port, ports, 'SLUICE_PORT'),
    listen(aws, options.awsPort, ports, 'SLUICE_AWS_PORT'),
    startDynoxide(inData('table.sqlite')),
    startFauxqs({ port: 0, logger: false, dataDir: inData('s3') }),
  ]);
  const url = `http://127.0.0.1:${port}`;
  const awsUrl = `http://127.0.0.1:${awsPort}`;
  const parameters = {
    MailFrom: 'sluice@example.com',
    HttpAllow: [`127.0.0.1:${port}`, process.env.SLUICE_HTTP_ALLOW].filter(Boolean).join(','),
  };
  const names = localNames({ region, accountId, url, awsUrl, parameters });
  const resources = evaluateTemplate(options.template, names);

  const tables = ofType(resources, 'AWS::DynamoDB::Table');
  const tableClient = new DynamoDBClient({
    endpoint: dynamodb.endpoint,
    region,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  await createTables(tableClient, tables);
  indexStream(inData('table.sqlite'));
  for (const bucket of ofType(resources, 'AWS::S3::Bucket')) s3.createBucket(bucket.id.toLowerCase());
  const secrets = new DocumentFile<Record<string, string>>(inData('secrets.json'), {});
  for (const { id } of ofType(resources, 'AWS::SecretsManager::Secret'))
    secrets.value[arnOf('secretsmanager', `secret:${id}`)] ??= randomBytes(32).toString('base64url');
  secrets.save();

  let states: States | undefined;
  const authorizer = new Authorizer(rolesOf(resources), {
    region,
    accountId,
    machineOfToken: (token) => states?.machineOfToken(token),
  });
  const policies = new ResourcePolicies(resources, authorizer.refusals);
  const deployed = functionsOf(resources, { assets: options.assets, awsUrl, logs: inData('logs') });
  const nameOf = aliasesOf(resources);
  const functionOf = (arn: string) => nameOf(/function:([^:]+)/.exec(arn)?.[1] ?? arn);
  const functions = new Functions(deployed, () => clock.offset, nameOf);
  /** Asks IAM under the role of a function, for what Lambda itself does in its name. */
  const authorizeAs = (functionArn: string, action: string, resource: string) =>
    authorizer.authorize(deployed.find(({ name }) => name === functionOf(functionArn))?.role ?? '', {
      action,
      resource,
    });
  const queues = new Queues(
    inData('queues.json'),
    ofType(resources, 'AWS::SQS::Queue').map(({ id }) => id),
    () => clock.now(),
  );
  const mailbox = new Mailbox(inData('mail.json'));

  const asyncConfigOf = asyncConfigsOf(resources);
  const later = new AsyncInvocations({
    file: inData('async-invocations.json'),
    clock,
    configOf: (arn) => asyncConfigOf(functionOf(arn)),
    invoke: (arn, event) => functions.invoke(arn, event),
    fail(arn, destination, record) {
      authorizeAs(arn, 'sqs:SendMessage', destination);
      queues.send(destination, JSON.stringify(record));
    },
    onError,
  });
  const buses = new Set(ofType(resources, 'AWS::Events::EventBus').map(({ properties }) => String(properties.Name)));
  const madeRules = new MadeRules({
    file: inData('rules.json'),
    buses,
    arnOf: (resource) => arnOf('events', resource),
  });
  const bus = new EventBus({
    buses,
    rules: rulesOf(resources),
    made: () => madeRules.list(),
    account: accountId,
    region,
    clock,
    deliver(ruleArn, targetArn, event) {
      policies.authorizeInvoke(targetArn, 'events.amazonaws.com', ruleArn);
      later.invoke(targetArn, event);
    },
    deadLetter(ruleArn, queueArn, event, reason) {
      policies.authorizeSend(queueArn, 'events.amazonaws.com', ruleArn);
      queues.send(queueArn, JSON.stringify(event), { RULE_ARN: ruleArn, ERROR_MESSAGE: reason });
    },
    onError,
  });
  const schedules = new Schedules({
    file: inData('schedules.json'),
    clock,
    deliver({ Target }, input) {
      authorizer.authorize(Target.RoleArn, { action: 'lambda:InvokeFunction', resource: Target.Arn });
      later.invoke(Target.Arn, JSON.parse(input));
    },
    onError,
  });
  states = createStates({
    databaseFile: inData('states.sqlite'),
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
      bus.put({
        source: 'aws.states',
        'detail-type': 'Step Functions Execution Status Change',
        resources: [arn],
        detail: { executionArn: arn, name, stateMachineArn: machineArn, status },
      });
    },
  });
  const connections = new Connections();
  serveCalls = serveAws({
    authorizer,
    roleOfKey: new Map(deployed.map(({ accessKey, role }) => [accessKey, role])),
    states,
    functions,
    mailbox,
    queues,
    schedules,
    parameters: new ParameterStore(inData('parameters.json')),
    bus,
    madeRules,
    connections,
    secrets: new Map(Object.entries(secrets.value)),
    dynamodb: dynamodb.endpoint,
    s3: s3.address,
    now: () => clock.now(),
    onError,
  });

  const { pool, machine, openId } = await startIdentity(resources, {
    url,
    inData,
    functions,
    policies,
    now: () => clock.now(),
  });
  const advance = (milliseconds: number) => {
    clock.advance(milliseconds);
    clockFile.value = { offset: clock.offset };
    clockFile.save();
    return new Date(clock.now()).toISOString();
  };
  const local = { url, mailbox, pool, openId, machine, advance, demo: new DemoServices(inData('demo.json')) };
  const authorize = (functionArn: string, sourceArn: string) =>
    policies.authorizeInvoke(functionArn, 'apigateway.amazonaws.com', sourceArn);
  const api = createHttpApi(resources, { functions, pool, now: () => clock.now(), authorize });
  const distribution = createDistribution(resources, {
    files: deployedFiles(resources, options.files, names.locate),
    api,
    authorize: (objectArn, distributionArn) =>
      policies.authorizeRead(objectArn, 'cloudfront.amazonaws.com', distributionArn),
  });
  const socketApi = createSocketApi(resources, { functions, connections, now: () => clock.now(), authorize, onError });
  http.on('upgrade', (request, socket, head) => void socketApi.upgrade(request, socket, head));
  serveHttp = async (request, response) => {
    try {
      if (!(await serveLocal(local, request, response))) await distribution(request, response);
    } catch (error) {
      onError(error);
      if (!response.headersSent)
        response
          .writeHead(500, { 'content-type': 'application/json' })
          .end(JSON.stringify({ message: 'Internal Server Error' }));
    }
  };

  const stops = startEventSources(resources, {
    dynamodb: dynamodb.endpoint,
    dataDir,
    invoke: (arn, event) => functions.invoke(arn, event),
    authorize: authorizeAs,
    send: (queueArn, message) => void queues.send(queueArn, JSON.stringify(message)),
    onError,
  });
  const expire = () =>
    clock.setTimer(clock.now() + expiryMs, () => {
      deleteExpired(tableClient, tables, clock.now()).catch(onError);
      expire();
    });
  expire();
  states.recover();
  const running = states;
  return {
    url,
    awsUrl,
    refusals: authorizer.refusals,
    advance,
    token: (user) => pool.issue(user),
    async close() {
      for (const stop of [
        ...stops,
        () => bus.stop(),
        () => schedules.stop(),
        () => later.stop(),
        () => socketApi.stop(),
      ])
        stop();
      clock.stop();
      for (const server of [http, aws]) {
        server.closeAllConnections();
        server.close();
      }
      await running.close();
      functions.stop();
      tableClient.destroy();
      await Promise.all([dynamodb.stop(), s3.stop()]);
    },
  };
}
