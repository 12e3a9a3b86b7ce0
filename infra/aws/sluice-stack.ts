import { type App, CfnOutput, CfnParameter, Duration, Fn, Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { acceptWildcards } from './accept-wildcards.ts';
import { Api } from './api.ts';
import { Console } from './console.ts';
import { Data } from './data.ts';
import { Events } from './events.ts';
import type { FunctionName } from './function-names.ts';
import { mayInvoke, SluiceFunction } from './functions.ts';
import { Identity } from './identity.ts';
import { OptionalParameter } from './optional-parameter.ts';
import { policies } from './policies.ts';
import { Realtime } from './realtime.ts';
import { Schedules } from './schedules.ts';

const machinePrefix = 'sluice';

export interface SluiceStackProps {
  /** Folder of each function's bundle. */
  bundles: Record<string, string>;
  /** Folder of the built console. */
  console: string;
}

/** A whole deployment of Sluice in one stack. */
export class SluiceStack extends Stack {
  constructor(app: App, id: string, { bundles, console: built }: SluiceStackProps) {
    super(app, id, {
      description: 'Sluice: flows that run unattended where that is safe and stop for a person where it is not',
      analyticsReporting: false,
    });
    const mailFrom = new CfnParameter(this, 'MailFrom', {
      type: 'String',
      description: 'Address that approvals are asked from; its identity is verified in SES.',
    });
    const publicUrl = new OptionalParameter(
      this,
      'PublicUrl',
      'Base URL of the console and of links in mails, without a slash at its end; empty: the distribution’s own.',
    );
    const httpAllow = new CfnParameter(this, 'HttpAllow', {
      type: 'String',
      default: '',
      description:
        'host:port pairs, with commas, that http steps may reach although they are private, and connections without TLS.',
    });

    const data = new Data(this, 'Data');
    const allow = policies(this, data, machinePrefix);
    const arnOf = (service: string, rest: string) =>
      `arn:${this.partition}:${service}:${this.region}:${this.account}:${rest}`;
    const code = (name: FunctionName) => {
      const folder = bundles[name];
      if (folder === undefined) throw new Error(`There is no bundle of ${name}.`);
      return folder;
    };
    const store = { SLUICE_TABLE: data.table.tableName, SLUICE_BUCKET: data.bucket.bucketName };
    const worker = [allow.readTable, allow.writeTable, allow.payloads, allow.readVersions, allow.listBucket];
    const secret = { SLUICE_LINK_SECRET: data.linkSecret.secretArn };

    const runStep = new SluiceFunction(this, {
      name: 'run-step',
      code: code('run-step'),
      environment: { ...store, SLUICE_HTTP_ALLOW: httpAllow.valueAsString },
      statements: [...worker, allow.deleteItems, allow.readSecrets],
      timeout: Duration.minutes(15),
      memoryMb: 1024,
    });
    const openCheckpoint = new SluiceFunction(this, {
      name: 'open-checkpoint',
      code: code('open-checkpoint'),
      environment: store,
      statements: [...worker, allow.deleteItems, allow.answerTokens],
      timeout: Duration.seconds(60),
    });
    const machineRole = new Role(this, 'MachineRole', {
      assumedBy: new ServicePrincipal('states.amazonaws.com'),
      inlinePolicies: {
        Least: new PolicyDocument({
          statements: [mayInvoke(runStep, openCheckpoint)],
        }),
      },
    });
    const passRole = new PolicyStatement({
      actions: ['iam:PassRole'],
      resources: [machineRole.roleArn],
      conditions: { StringEquals: { 'iam:PassedToService': 'states.amazonaws.com' } },
    });
    const events = new Events(this, 'Events');
    const deadLetter = new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [events.deadLetters.queueArn] });
    const startRun = new SluiceFunction(this, {
      name: 'start-run',
      code: code('start-run'),
      environment: store,
      statements: [...worker, allow.startExecutions, deadLetter],
      timeout: Duration.seconds(60),
      failures: events.deadLetters,
    });
    // Rules of flows are made when they are published; all of them may start runs, and leave behind what could not be delivered.
    // The rule of a bus that is not the default one has the bus in its ARN (Service Authorization Reference, "Amazon EventBridge").
    const flowRules = {
      '': arnOf('events', `rule/${machinePrefix}-*`),
      OfBus: arnOf('events', `rule/${this.stackName}/${machinePrefix}-*`),
    };
    for (const [suffix, sourceArn] of Object.entries(flowRules))
      new CfnPermission(this, `FlowRules${suffix}StartRuns`, {
        action: 'lambda:InvokeFunction',
        functionName: startRun.alias.functionArn,
        principal: 'events.amazonaws.com',
        sourceArn,
      });
    events.deadLetters.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [events.deadLetters.queueArn],
        conditions: { ArnLike: { 'aws:SourceArn': Object.values(flowRules) } },
      }),
    );
    const schedules = new Schedules(this, 'Schedules', { startRun, deadLetters: events.deadLetters });
    const publishFlow = new SluiceFunction(this, {
      name: 'publish-flow',
      code: code('publish-flow'),
      environment: {
        ...store,
        SLUICE_MACHINE_ROLE: machineRole.roleArn,
        SLUICE_MACHINE_PREFIX: machinePrefix,
        SLUICE_RUN_STEP: runStep.alias.functionArn,
        SLUICE_OPEN_CHECKPOINT: openCheckpoint.alias.functionArn,
        SLUICE_EVENT_BUS: events.bus.eventBusName,
        ...schedules.environment,
      },
      statements: [
        allow.readTable,
        allow.writeTable,
        allow.deleteItems,
        allow.writeVersions,
        allow.listBucket,
        allow.publishMachines,
        passRole,
        ...schedules.statements,
        new PolicyStatement({
          actions: ['events:PutRule', 'events:PutTargets', 'events:RemoveTargets', 'events:DeleteRule'],
          resources: Object.values(flowRules),
        }),
      ],
      timeout: Duration.seconds(60),
    });
    const decides = [...worker, allow.deleteItems, allow.answerTokens, allow.stopExecutions];
    const approveByEmail = new SluiceFunction(this, {
      name: 'approve-by-email',
      code: code('approve-by-email'),
      environment: { ...store, ...secret },
      statements: [...decides, allow.readLinkSecret],
      timeout: Duration.seconds(29),
    });
    const receiveWebhook = new SluiceFunction(this, {
      name: 'receive-webhook',
      code: code('receive-webhook'),
      environment: { ...store, ...secret },
      statements: [...worker, allow.readLinkSecret, allow.readSecrets, allow.startExecutions],
      timeout: Duration.seconds(29),
    });
    const api = new SluiceFunction(this, {
      name: 'api',
      code: code('api'),
      environment: {
        ...store,
        ...secret,
        SLUICE_PUBLISH_FLOW: publishFlow.alias.functionArn,
        SLUICE_RECEIVE_WEBHOOK: receiveWebhook.alias.functionArn,
        SLUICE_HTTP_ALLOW: httpAllow.valueAsString,
      },
      statements: [
        ...decides,
        allow.queryIndexes,
        allow.startExecutions,
        allow.writeSecrets,
        allow.readLinkSecret,
        mayInvoke(publishFlow, receiveWebhook),
      ],
      timeout: Duration.seconds(29),
      memoryMb: 1024,
    });
    const settles = [...decides, allow.startExecutions, allow.describeExecutions, deadLetter];
    const settleRun = new SluiceFunction(this, {
      name: 'settle-run',
      code: code('settle-run'),
      environment: store,
      statements: settles,
      timeout: Duration.seconds(60),
      failures: events.deadLetters,
    });
    const reconcile = new SluiceFunction(this, {
      name: 'reconcile',
      code: code('reconcile'),
      environment: { ...store, SLUICE_PUBLISH_FLOW: publishFlow.alias.functionArn },
      statements: [...settles, allow.queryIndexes, mayInvoke(publishFlow)],
      timeout: Duration.seconds(300),
      failures: events.deadLetters,
    });
    const issueToken = new SluiceFunction(this, {
      name: 'issue-token',
      code: code('issue-token'),
      statements: [],
      timeout: Duration.seconds(5),
      memoryMb: 256,
    });

    const sendMail = new PolicyStatement({
      actions: ['ses:SendEmail'],
      resources: [arnOf('ses', 'identity/*')],
      conditions: { StringEquals: { 'ses:FromAddress': mailFrom.valueAsString } },
    });
    const readStream = new PolicyStatement({
      actions: ['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream', 'dynamodb:ListStreams'],
      resources: [data.table.tableStreamArn ?? ''],
    });
    const live = new Realtime(this, 'Live');
    const relayEvents = new SluiceFunction(this, {
      name: 'relay-events',
      code: code('relay-events'),
      environment: { ...store, ...secret, ...live.environment, SLUICE_MAIL_FROM: mailFrom.valueAsString },
      statements: [
        readStream,
        deadLetter,
        allow.readTable,
        allow.deleteSockets,
        allow.readPayloads,
        allow.readLinkSecret,
        sendMail,
        live.mayManage('POST'),
      ],
      timeout: Duration.seconds(60),
    });
    const admitRuns = new SluiceFunction(this, {
      name: 'admit-runs',
      code: code('admit-runs'),
      environment: store,
      statements: [...decides, allow.startExecutions, readStream, deadLetter],
      timeout: Duration.seconds(60),
    });
    events.connect({
      settleRun,
      reconcile,
      relayEvents,
      admitRuns,
      table: data.table,
      machinePrefix,
      machineArnPrefix: arnOf('states', `stateMachine:${machinePrefix}-`),
    });

    const identity = new Identity(this, 'Identity', {
      issueToken: issueToken.alias,
      // Domains are one of their kind in a region: the last part of the stack's own id is one.
      domainPrefix: `sluice-${Fn.select(4, Fn.split('-', Fn.select(2, Fn.split('/', this.stackId))))}`,
    });
    const http = new Api(this, 'HttpApi', { approveByEmail, receiveWebhook });
    // A path in a policy's source stands for what is below it only when it ends in a slash.
    const console = new Console(this, 'Console', {
      http: http.http,
      reached: [live.url, `${identity.issuer}/`, `${identity.signInUrl}/`],
    });
    const url = publicUrl.or(console.url);
    const clients = identity.addClients((path) => [`${console.url}${path}`, publicUrl.with(path)]);
    http.protect(api, identity.issuer, clients);
    for (const each of [api, approveByEmail, receiveWebhook, relayEvents])
      each.lambda.addEnvironment('SLUICE_PUBLIC_URL', url);
    console.deploy(built, {
      issuer: identity.issuer,
      clientId: clients.people.userPoolClientId,
      socketUrl: live.url,
      signOutUrl: `${identity.signInUrl}/logout?client_id=${clients.people.userPoolClientId}&logout_uri=${url}/`,
    });
    const realtime = new SluiceFunction(this, {
      name: 'realtime',
      code: code('realtime'),
      environment: {
        SLUICE_TABLE: data.table.tableName,
        SLUICE_ISSUER: identity.issuer,
        SLUICE_CLIENTS: Fn.join(',', [clients.people.userPoolClientId, clients.machines.userPoolClientId]),
        ...live.environment,
      },
      statements: [allow.putSockets, allow.deleteSockets, live.mayManage('POST', 'DELETE')],
      timeout: Duration.seconds(29),
      memoryMb: 256,
    });
    live.connect(realtime);

    acceptWildcards({ data, live, machinePrefix });

    new CfnOutput(this, 'Url', { value: url });
    new CfnOutput(this, 'UserPool', { value: identity.pool.userPoolId });
    new CfnOutput(this, 'EventBus', { value: events.bus.eventBusName });
    new CfnOutput(this, 'DeadLetters', { value: events.deadLetters.queueUrl });
  }
}
