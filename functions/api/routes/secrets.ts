import { secretBody } from '../../../shared/api/contracts.ts';
import { environmentOf } from '../../../shared/commands/environments.ts';
import type { Route } from '../request.ts';
import { settingName } from './variables.ts';

export const listSecrets: Route = {
  method: 'GET',
  path: '/v1/environments/{environment}/secrets',
  summary: 'List the names of the secrets of an environment; a value is never read back',
  async handle(request) {
    request.need('flows.read');
    return {
      status: 200,
      body: { items: await request.ports.environments.secretNames(environmentOf(request.param('environment'))) },
    };
  },
};

export const putSecret: Route = {
  method: 'PUT',
  path: '/v1/environments/{environment}/secrets/{name}',
  summary: 'Set a secret of an environment',
  body: secretBody,
  async handle(request) {
    request.need('settings.write');
    const environment = environmentOf(request.param('environment'));
    const name = settingName(request);
    const { value } = request.json(secretBody);
    await request.ports.secrets.put(environment, name, value);
    await request.ports.environments.markSecret(environment, { name, setAt: request.now, setBy: request.actor });
    return { status: 200, body: { name } };
  },
};

export const deleteSecret: Route = {
  method: 'DELETE',
  path: '/v1/environments/{environment}/secrets/{name}',
  summary: 'Delete a secret of an environment',
  async handle(request) {
    request.need('settings.write');
    const environment = environmentOf(request.param('environment'));
    const name = settingName(request);
    await request.ports.environments.unmarkSecret(environment, name);
    await request.ports.secrets.remove(environment, name);
    return { status: 200, body: { name } };
  },
};
