import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { z } from 'zod';
import { toProblem } from '../../shared/api/problem.ts';
import { createPorts } from '../../shared/aws/create-ports.ts';
import { environment } from '../../shared/aws/environment.ts';
import { logger, withStack } from '../../shared/aws/stack.ts';
import { SluiceError } from '../../shared/errors/sluice-error.ts';
import { flowJsonSchema } from '../../shared/flow/schema/flow-schema.ts';
import { openApi } from './openapi.ts';
import { type Answer, ApiRequest } from './request.ts';
import { matchPath, routes } from './routes.ts';

async function answer(event: APIGatewayProxyEventV2): Promise<Answer> {
  const { method } = event.requestContext.http;
  const path = event.rawPath;
  if (path === '/v1/openapi.json')
    return { status: 200, body: openApi(environment('SLUICE_PUBLIC_URL').SLUICE_PUBLIC_URL) };
  if (path === '/v1/flow.schema.json') return { status: 200, body: flowJsonSchema() };
  let other: string | undefined;
  for (const route of routes) {
    const params = matchPath(route.path, path);
    if (params === undefined) continue;
    if (route.method === method) return route.handle(new ApiRequest(event, params, createPorts()));
    other = route.method;
  }
  if (other !== undefined)
    throw new SluiceError('method-not-allowed', `${method} ${path} is not there; ${other} is.`, { status: 405 });
  throw new SluiceError('not-found', `There is nothing at ${path}. /v1/openapi.json lists what there is.`, {
    status: 404,
  });
}

/** The HTTP API (payload format 2.0): finds the route, and answers every error as a problem of RFC 9457. */
export const handler = withStack(
  z.custom<APIGatewayProxyEventV2>(),
  async (event): Promise<APIGatewayProxyStructuredResultV2> => {
    const headers = {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    };
    try {
      const answered = await answer(event);
      return {
        statusCode: answered.status,
        headers: { ...headers, ...answered.headers },
        body: 'text' in answered ? answered.text : JSON.stringify(answered.body),
      };
    } catch (error) {
      const problem = toProblem(error);
      if (problem.status >= 500) logger.error('The request failed', error as Error);
      else logger.info('The request was refused', { code: problem.code, status: problem.status });
      return {
        statusCode: problem.status,
        headers: {
          ...headers,
          'content-type': 'application/problem+json',
          ...(problem.status === 503 ? { 'retry-after': '2' } : {}),
        },
        body: JSON.stringify(problem),
      };
    }
  },
);
