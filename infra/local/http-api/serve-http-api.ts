import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { arnOf } from '../deployment/account.ts';
import type { UserPool } from '../identity/user-pool.ts';
import type { Functions } from '../lambda/functions.ts';
import type { Resource } from '../template/evaluate-template.ts';

interface RouteOf {
  method: string;
  pattern: RegExp;
  names: string[];
  /** Longer fixed beginnings win, and a parameter of one segment over `{proxy+}`. */
  weight: number;
  functionArn: string;
  /** What the function's permission must name. */
  sourceArn: string;
  jwt?: { issuer: string; audiences: string[] };
}

/** Bytes of a request that an HTTP API takes (API Gateway quotas). */
const mostBytes = 10 * 1024 * 1024;

const text = (value: unknown) => String(value ?? '');

function routesOf(resources: Resource[]): RouteOf[] {
  const find = (id: string) => resources.find((each) => each.id === id);
  return resources
    .filter(
      ({ type, properties }) =>
        type === 'AWS::ApiGatewayV2::Route' && find(text(properties.ApiId))?.properties.ProtocolType === 'HTTP',
    )
    .map(({ properties }) => {
      const [method = '', path = ''] = text(properties.RouteKey).split(' ');
      const names = [...path.matchAll(/\{(\w+)\+?\}/g)].map(([, name]) => name ?? '');
      const pattern = new RegExp(
        `^${path
          .replaceAll('.', '\\.')
          .replaceAll(/\{\w+\+\}/g, '(.+)')
          .replaceAll(/\{\w+\}/g, '([^/]+)')}$`,
      );
      const integration = find(text(properties.Target).replace(/^integrations\//, ''));
      const jwt = find(text(properties.AuthorizerId))?.properties.JwtConfiguration as
        | { Issuer: string; Audience: string[] }
        | undefined;
      return {
        method,
        pattern,
        names,
        weight: path.replaceAll(/\{.*/g, '').length * 2 + (path.includes('+}') ? 0 : 1),
        functionArn: text(integration?.properties.IntegrationUri),
        sourceArn: arnOf('execute-api', `${text(properties.ApiId)}/$default/${method}${path}`),
        ...(properties.AuthorizationType === 'JWT' && jwt !== undefined
          ? { jwt: { issuer: jwt.Issuer, audiences: jwt.Audience } }
          : {}),
      };
    })
    .sort((a, b) => b.weight - a.weight);
}

/** Serves the template's HTTP API: its routes, authorizer and integrations, payload format 2.0 (API Gateway guide, "Lambda proxy integrations for HTTP APIs"). */
export function createHttpApi(
  resources: Resource[],
  {
    functions,
    pool,
    now,
    authorize,
  }: {
    functions: Functions;
    pool: UserPool;
    now(): number;
    /** Throws unless the function lets this API call it. */
    authorize(functionArn: string, sourceArn: string): void;
  },
) {
  const routes = routesOf(resources);
  const answer = (response: ServerResponse, status: number, message: string) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ message }));
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://local');
    const method = request.method ?? 'GET';
    const route = routes.find(
      (each) => (each.method === 'ANY' || each.method === method) && each.pattern.test(url.pathname),
    );
    if (route === undefined) return void answer(response, 404, 'Not Found');
    const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const claims =
      route.jwt === undefined || token === undefined
        ? undefined
        : await pool.verify(token, route.jwt.issuer, route.jwt.audiences);
    if (route.jwt !== undefined && claims === undefined) return void answer(response, 401, 'Unauthorized');
    const body = await buffer(request);
    if (body.length > mostBytes) return void answer(response, 413, 'Request Entity Too Large');
    const values = route.pattern.exec(url.pathname)?.slice(1) ?? [];
    const query = Object.fromEntries(
      [...new Set(url.searchParams.keys())].map((name) => [name, url.searchParams.getAll(name).join(',')]),
    );
    const binary =
      body.length > 0 && !/json|text|xml|yaml|x-www-form-urlencoded/.test(request.headers['content-type'] ?? '');
    const event = {
      version: '2.0',
      routeKey: `${method} ${url.pathname}`,
      rawPath: url.pathname,
      rawQueryString: url.search.slice(1),
      headers: Object.fromEntries(
        Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(',')]),
      ),
      ...(url.search === '' ? {} : { queryStringParameters: query }),
      ...(route.names.length === 0
        ? {}
        : {
            pathParameters: Object.fromEntries(
              route.names.map((name, index) => [name, decodeURIComponent(values[index] ?? '')]),
            ),
          }),
      requestContext: {
        http: {
          method,
          path: url.pathname,
          protocol: 'HTTP/1.1',
          sourceIp: request.socket.remoteAddress ?? '',
          userAgent: request.headers['user-agent'] ?? '',
        },
        requestId: crypto.randomUUID(),
        stage: '$default',
        timeEpoch: now(),
        ...(claims === undefined ? {} : { authorizer: { jwt: { claims, scopes: null } } }),
      },
      ...(body.length === 0 ? {} : { body: body.toString(binary ? 'base64' : 'utf8') }),
      isBase64Encoded: binary,
    };
    authorize(route.functionArn, route.sourceArn);
    const outcome = await functions.invoke(route.functionArn, event);
    if ('error' in outcome) return void answer(response, 500, 'Internal Server Error');
    const result = JSON.parse(outcome.result) as {
      statusCode?: number;
      headers?: Record<string, string>;
      body?: string;
      isBase64Encoded?: boolean;
    };
    response
      .writeHead(result.statusCode ?? 200, result.headers)
      .end(
        method === 'HEAD' ? '' : Buffer.from(result.body ?? '', result.isBase64Encoded === true ? 'base64' : 'utf8'),
      );
  };
}
