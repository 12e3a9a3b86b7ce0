import { connectionBody } from '../../../shared/api/contracts.ts';
import { allowedHosts } from '../../../shared/aws/environment.ts';
import { environmentOf } from '../../../shared/commands/environments.ts';
import { SluiceError } from '../../../shared/errors/sluice-error.ts';
import { connectionProblems } from '../../../shared/flow/connection.ts';
import { idForm } from '../../../shared/flow/schema/common.ts';
import type { ApiRequest, Route } from '../request.ts';

/** The name of a connection in the path. Throws `invalid-name`. */
function connectionName(request: ApiRequest): string {
  const name = request.param('name');
  if (idForm.test(name)) return name;
  throw new SluiceError(
    'invalid-name',
    `"${name}" is no name of a connection: lower-case letters, digits and hyphens, at most 40, beginning with a letter.`,
  );
}

export const listConnections: Route = {
  method: 'GET',
  path: '/v1/environments/{environment}/connections',
  summary: 'List the connections of an environment; secrets are named in them, never shown',
  async handle(request) {
    request.need('flows.read');
    const items = await request.ports.environments.connections(environmentOf(request.param('environment')));
    return { status: 200, body: { items } };
  },
};

export const putConnection: Route = {
  method: 'PUT',
  path: '/v1/environments/{environment}/connections/{name}',
  summary: 'Set a connection of an environment',
  body: connectionBody,
  async handle(request) {
    request.need('settings.write');
    const environment = environmentOf(request.param('environment'));
    const name = connectionName(request);
    const { url, headers } = request.json(connectionBody);
    const errors = connectionProblems({ url, headers }, allowedHosts());
    if (errors.length > 0)
      throw new SluiceError('invalid-connection', errors.map(({ path, message }) => `${path}: ${message}`).join(' '), {
        details: { errors },
      });
    await request.ports.environments.setConnection(environment, {
      name,
      url,
      headers: Object.fromEntries(Object.entries(headers).map(([header, value]) => [header.toLowerCase(), value])),
      setAt: request.now,
      setBy: request.actor,
    });
    return { status: 200, body: { name } };
  },
};

export const deleteConnection: Route = {
  method: 'DELETE',
  path: '/v1/environments/{environment}/connections/{name}',
  summary: 'Delete a connection of an environment',
  async handle(request) {
    request.need('settings.write');
    const name = connectionName(request);
    await request.ports.environments.removeConnection(environmentOf(request.param('environment')), name);
    return { status: 200, body: { name } };
  },
};
