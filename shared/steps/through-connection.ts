import { evaluateTemplate } from '../evaluate/evaluate-template.ts';
import { baseUrlProblem, type Connection, credentialHeader, pathProblem } from '../flow/connection.ts';
import { secretsIn } from '../flow/secrets-of.ts';
import type { Allowed } from './checked-address.ts';
import type { EvaluatedRequest } from './http.ts';
import { StepFailure } from './step-failure.ts';

/**
 * A path added to a connection's base URL. Throws `Connection.Path` when the result would lie outside of it, whatever the values
 * were that the path was made of; the message does not repeat the path, which may hold a secret.
 */
export function joinUrl({ name, url }: Pick<Connection, 'name' | 'url'>, path: string): string {
  const base = new URL(url);
  const below = base.pathname.replace(/\/$/, '');
  const joined = URL.parse(`${base.origin}${below}${path}`);
  const outside =
    joined === null ||
    joined.origin !== base.origin ||
    joined.username !== '' ||
    joined.password !== '' ||
    !joined.pathname.startsWith(`${below}/`);
  const problem = pathProblem(path) ?? (outside ? 'it makes another address' : undefined);
  if (problem !== undefined || joined === null)
    throw new StepFailure('Connection.Path', `The url would lead out of the connection "${name}": ${problem}.`, {
      suggestion: 'Check the values that it is made of; {{ $encodeUrlComponent(…) }} keeps a value in its segment.',
    });
  return joined.href;
}

/**
 * Sends an evaluated request through a connection: its path below the base URL, with the connection's headers where the step sets
 * none itself. Throws `Connection.Url` when the base URL is not allowed any more, `Connection.Path`.
 */
export async function throughConnection(
  request: EvaluatedRequest,
  connection: Connection,
  { secrets, allowed }: { secrets: Record<string, string>; allowed: Allowed },
): Promise<EvaluatedRequest> {
  const { name, url, headers: templates } = connection;
  const problem = baseUrlProblem(url, allowed);
  if (problem !== undefined)
    throw new StepFailure('Connection.Url', `The connection "${name}" cannot be used: ${problem}`, {
      suggestion: 'Set it anew (PUT /v1/environments/{environment}/connections/{name}).',
    });
  const headers = (await evaluateTemplate(templates, { secrets })) as Record<string, string>;
  const names = Object.keys(headers);
  const credentials = names.filter(
    (header) =>
      !Object.hasOwn(request.headers, header) &&
      (credentialHeader.test(header) || secretsIn(templates[header]).length > 0),
  );
  return {
    ...request,
    url: joinUrl(connection, request.url),
    headers: { ...headers, ...request.headers },
    bound: [...new Set([...(request.bound ?? []), ...names])],
    connection: { name, credentials },
  };
}
