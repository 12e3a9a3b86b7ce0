import { z } from 'zod';
import { flowJsonSchema } from '../../shared/flow/schema/flow-schema.ts';
import { routes } from './routes.ts';

const problem = {
  description: 'A problem (RFC 9457) with a stable code',
  content: { 'application/problem+json': { schema: { type: 'object', required: ['status', 'code', 'detail'] } } },
};

/** The OpenAPI 3.1 document of the API, made from its routes. */
export function openApi(url: string): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { method, path, summary, body, query } of routes) {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    }));
    const properties =
      query === undefined ? {} : ((z.toJSONSchema(query, { io: 'input' }).properties ?? {}) as Record<string, unknown>);
    const inQuery = Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', schema }));
    const content =
      path === '/v1/flows' && method === 'POST'
        ? { 'application/yaml': { schema: { type: 'string' } }, 'application/json': { schema: flowJsonSchema() } }
        : body === undefined
          ? undefined
          : { 'application/json': { schema: z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }) } };
    paths[path] = {
      ...paths[path],
      [method.toLowerCase()]: {
        summary,
        parameters: [...inPath, ...inQuery],
        ...(content === undefined ? {} : { requestBody: { content } }),
        responses: { '2XX': { description: 'Done' }, '4XX': problem, '5XX': problem },
      },
    };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Sluice', version: '1' },
    servers: [{ url }],
    paths,
    security: [{ token: [] }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
  };
}
