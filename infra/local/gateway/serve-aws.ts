import { createServer, request as forward, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import type { EventBus } from '../events/event-bus.ts';
import type { MadeRules } from '../events/made-rules.ts';
import { AccessDenied, type Authorizer } from '../iam/authorizer.ts';
import type { Functions } from '../lambda/functions.ts';
import type { Schedules } from '../scheduler/schedules.ts';
import type { Mailbox } from '../ses/mailbox.ts';
import type { Queues } from '../sqs/queues.ts';
import type { ParameterStore } from '../ssm/parameter-store.ts';
import type { States } from '../states/create-states.ts';
import { ServiceError } from '../states/states-error.ts';
import type { Connections } from '../websocket-api/connections.ts';
import { managementPath } from '../websocket-api/paths.ts';

export interface AwsServices {
  authorizer: Authorizer;
  /** The role of each access key that belongs to a function; any other key is the person who owns the account. */
  roleOfKey: ReadonlyMap<string, string>;
  states: States;
  functions: Functions;
  mailbox: Mailbox;
  queues: Queues;
  schedules: Schedules;
  parameters: ParameterStore;
  bus: EventBus;
  madeRules: MadeRules;
  connections: Connections;
  secrets: ReadonlyMap<string, string>;
  dynamodb: string;
  s3: string;
  now(): number;
  onError(error: unknown): void;
}

interface Received {
  service: string;
  operation: string;
  input: Record<string, unknown>;
  path: string;
  body: Buffer;
}

/** Reads the access key and the service from the signature (SigV4's credential scope), and the operation from where its protocol has it. */
async function read(request: IncomingMessage): Promise<Received & { key: string }> {
  const [, key = '', service = ''] =
    /Credential=([^/]+)\/[^/]*\/[^/]*\/([^/]+)\//.exec(request.headers.authorization ?? '') ?? [];
  const body = await buffer(request);
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  const target = String(request.headers['x-amz-target'] ?? '');
  const json = () => (body.length === 0 ? {} : (JSON.parse(body.toString('utf8')) as Record<string, unknown>));
  if (service === 's3') return { key, service, operation: request.method ?? 'GET', input: {}, path, body };
  if (service === 'lambda')
    return {
      key,
      service,
      operation: path.endsWith('/invocations') ? 'Invoke' : 'Unknown',
      input: { FunctionName: decodeURIComponent(/functions\/([^/]+)\//.exec(path)?.[1] ?? '') },
      path,
      body,
    };
  if (service === 'execute-api') {
    const operations: Record<string, string> = {
      POST: 'PostToConnection',
      GET: 'GetConnection',
      DELETE: 'DeleteConnection',
    };
    const [, ApiId = '', Stage = '', ConnectionId = ''] =
      new RegExp(`^${managementPath}/([^/]+)/([^/]+)/@connections/([^/]+)$`).exec(decodeURIComponent(path)) ?? [];
    const input = { ApiId, Stage, ConnectionId };
    return { key, service, operation: operations[request.method ?? ''] ?? 'Unknown', input, path, body };
  }
  if (service === 'scheduler') {
    const operations: Record<string, string> = {
      POST: 'CreateSchedule',
      PUT: 'UpdateSchedule',
      DELETE: 'DeleteSchedule',
    };
    const query = new URL(request.url ?? '/', 'http://local').searchParams;
    const GroupName = query.get('groupName') ?? undefined;
    const Name = decodeURIComponent(path.split('/').at(-1) ?? '');
    const input = { ...(GroupName === undefined ? {} : { GroupName }), ...json(), Name };
    return { key, service, operation: operations[request.method ?? ''] ?? 'Unknown', input, path, body };
  }
  if (service === 'ses')
    return {
      key,
      service,
      operation: path === '/v2/email/outbound-emails' ? 'SendEmail' : 'Unknown',
      input: json(),
      path,
      body,
    };
  return { key, service, operation: target.split('.').at(-1) ?? '', input: json(), path, body };
}

/** Passes a call on to a server that speaks the protocol itself. */
function pass(endpoint: string, request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<void> {
  return new Promise((resolve, reject) => {
    const upstream = forward(
      `${endpoint}${request.url}`,
      {
        method: request.method,
        headers: { ...request.headers, host: new URL(endpoint).host, 'content-length': String(body.length) },
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
        answer.on('end', resolve);
      },
    );
    upstream.on('error', reject);
    upstream.end(body);
  });
}

/** The AWS endpoint: every call is checked against the role that makes it and handed to its service. */
export function serveAws(services: AwsServices): Server {
  const json = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) =>
    response
      .writeHead(status, { 'content-type': 'application/x-amz-json-1.1', ...headers })
      .end(body === undefined ? '' : JSON.stringify(body));
  const serve = async (call: Received, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    switch (call.service) {
      case 'dynamodb':
        return pass(services.dynamodb, request, call.body, response);
      case 's3':
        return pass(services.s3, request, call.body, response);
      case 'states':
        return void json(response, 200, await services.states.handle(call.operation, call.input));
      case 'lambda': {
        const outcome = await services.functions.invoke(
          String(call.input.FunctionName),
          call.body.length === 0 ? null : JSON.parse(call.body.toString('utf8')),
        );
        const failed = 'error' in outcome;
        response.writeHead(200, {
          'content-type': 'application/json',
          'x-amz-executed-version': '1',
          ...(failed ? { 'x-amz-function-error': 'Unhandled' } : {}),
        });
        response.end(failed ? outcome.error : outcome.result);
        return;
      }
      case 'scheduler':
        return void json(response, 200, services.schedules.handle(call.operation, call.input));
      case 'ssm':
        return void json(response, 200, services.parameters.handle(call.operation, call.input));
      case 'sqs':
        return void json(response, 200, services.queues.handle(call.operation, call.input));
      case 'execute-api': {
        const answer = services.connections.handle(call.operation, String(call.input.ConnectionId), call.body);
        return void json(response, call.operation === 'DeleteConnection' ? 204 : 200, answer);
      }
      case 'events':
        return void json(
          response,
          200,
          call.operation === 'PutEvents'
            ? services.bus.putEvents(call.input)
            : services.madeRules.handle(call.operation, call.input),
        );
      case 'ses':
        return void json(response, 200, services.mailbox.send(call.input, new Date(services.now()).toISOString()));
      case 'secretsmanager': {
        const SecretString = services.secrets.get(String(call.input.SecretId));
        if (SecretString === undefined)
          throw new ServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
        return void json(response, 200, {
          ARN: call.input.SecretId,
          Name: call.input.SecretId,
          VersionId: 'local',
          SecretString,
        });
      }
      default:
        throw new ServiceError(
          'UnknownOperationException',
          `The embedded cloud does not serve ${call.service || 'an unsigned call'}.`,
        );
    }
  };
  const refuse = (response: ServerResponse, service: string, status: number, code: string, message: string) => {
    if (service === 's3')
      response
        .writeHead(status, { 'content-type': 'application/xml' })
        .end(
          `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message.replaceAll('<', '&lt;')}</Message></Error>`,
        );
    else json(response, status, { __type: code, message, Message: message }, { 'x-amzn-errortype': code });
  };
  return createServer(async (request, response) => {
    let service = '';
    try {
      const call = await read(request);
      service = call.service;
      const role = services.roleOfKey.get(call.key);
      if (role !== undefined) services.authorizer.authorizeCall(role, call);
      await serve(call, request, response);
    } catch (error) {
      if (error instanceof AccessDenied)
        refuse(
          response,
          service,
          service === 'dynamodb' ? 400 : 403,
          service === 's3' ? 'AccessDenied' : 'AccessDeniedException',
          error.message,
        );
      else if (error instanceof ServiceError) refuse(response, service, error.status, error.code, error.message);
      else if (error instanceof z.ZodError)
        refuse(response, service, 400, 'ValidationException', z.prettifyError(error));
      else {
        services.onError(error);
        refuse(response, service, 500, 'InternalFailure', 'The embedded cloud failed; its log has the reason.');
      }
    }
  });
}
