import type { Scope } from '../evaluate/evaluate-expression.ts';
import { evaluateTemplate } from '../evaluate/evaluate-template.ts';
import type { HttpRequest } from '../flow/flow.ts';
import { secretsIn } from '../flow/secrets-of.ts';
import type { EvaluatedRequest } from './http.ts';

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

async function bodyOf(request: HttpRequest, scope: Scope): Promise<EvaluatedRequest['body']> {
  if (request.body !== undefined)
    return { type: 'application/json', text: JSON.stringify(await evaluateTemplate(request.body, scope)) };
  if (request.text !== undefined)
    return { type: 'text/plain; charset=utf-8', text: textOf(await evaluateTemplate(request.text, scope)) };
  if (request.form === undefined) return undefined;
  const fields = (await evaluateTemplate(request.form, scope)) as Record<string, unknown>;
  return {
    type: 'application/x-www-form-urlencoded',
    text: new URLSearchParams(
      Object.entries(fields).map(([name, value]): [string, string] => [name, textOf(value)]),
    ).toString(),
  };
}

/** Evaluates every template of an http step; what comes out is what is sent and what is recorded as its input. With a connection `url` is its path yet (`throughConnection`). */
export async function prepareRequest(request: HttpRequest, scope: Scope): Promise<EvaluatedRequest> {
  const headers = (await evaluateTemplate(request.headers ?? {}, scope)) as Record<string, unknown>;
  const body = await bodyOf(request, scope);
  return {
    method: request.method,
    url: textOf(await evaluateTemplate(request.url, scope)),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), textOf(value)])),
    query: (await evaluateTemplate(request.query ?? {}, scope)) as Record<string, unknown>,
    bound: Object.entries(request.headers ?? {}).flatMap(([name, value]) =>
      secretsIn(value).length > 0 ? [name.toLowerCase()] : [],
    ),
    ...(body === undefined ? {} : { body }),
  };
}
