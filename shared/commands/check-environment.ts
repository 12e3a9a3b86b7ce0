import { SluiceError } from '../errors/sluice-error.ts';
import { didYouMean } from '../flow/did-you-mean.ts';
import type { Flow } from '../flow/flow.ts';
import { secretsIn, secretsOf } from '../flow/secrets-of.ts';
import type { ConnectionRecord } from './environment-ports.ts';
import type { Ports } from './ports.ts';

type Held = Pick<Ports, 'environments'>;

const nearName = (missing: string[], known: string[]) =>
  missing.length === 1 ? ` ${didYouMean(missing[0] ?? '', known)}` : '';

/** The connections that the steps of a flow name. Throws `connection-missing`. */
async function usedConnections({ environments }: Held, flow: Flow, environment: string): Promise<ConnectionRecord[]> {
  const needed = new Set(flow.steps.flatMap((step) => (step.kind === 'http' ? (step.http.connection ?? []) : [])));
  if (needed.size === 0) return [];
  const known = await environments.connections(environment);
  const names = known.map(({ name }) => name);
  const missing = [...needed].filter((name) => !names.includes(name));
  if (missing.length > 0)
    throw new SluiceError(
      'connection-missing',
      `The environment "${environment}" has no connection ${missing.map((name) => `"${name}"`).join(', ')}, which the flow "${flow.id}" calls.${nearName(missing, names)} Set it: PUT /v1/environments/${environment}/connections/${missing[0]} {"url": "https://…"}.`,
      { status: 409, details: { missing } },
    );
  return known.filter(({ name }) => needed.has(name));
}

/**
 * Refuses a start that could not succeed. Throws `connection-missing` when a connection that the flow names is not in the environment,
 * `secret-missing` when a secret is not that the flow, or one of these connections, names; both 409 with `missing[]`.
 */
export async function checkEnvironment(ports: Held, flow: Flow, environment: string): Promise<void> {
  const connections = await usedConnections(ports, flow, environment);
  const users = [
    { who: `the flow "${flow.id}" uses`, names: [...new Set(flow.steps.flatMap(secretsOf))] },
    ...connections.map(({ name, headers }) => ({ who: `the connection "${name}" names`, names: secretsIn(headers) })),
  ].filter(({ names }) => names.length > 0);
  if (users.length === 0) return;
  const known = (await ports.environments.secretNames(environment)).map(({ name }) => name);
  const lacking = users
    .map(({ who, names }) => ({ who, names: names.filter((name) => !known.includes(name)) }))
    .filter(({ names }) => names.length > 0);
  const missing = [...new Set(lacking.flatMap(({ names }) => names))];
  if (missing.length === 0) return;
  const said = lacking.map(({ who, names }) => `no secret ${names.join(', ')}, which ${who}`).join(', and ');
  throw new SluiceError(
    'secret-missing',
    `The environment "${environment}" has ${said}.${nearName(missing, known)} Set it: PUT /v1/environments/${environment}/secrets/${missing[0]}.`,
    { status: 409, details: { missing } },
  );
}
