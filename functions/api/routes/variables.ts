import { variableBody } from '../../../shared/api/contracts.ts';
import { environmentOf } from '../../../shared/commands/environments.ts';
import { SluiceError } from '../../../shared/errors/sluice-error.ts';
import type { ApiRequest, Route } from '../request.ts';

/** The name of a variable or a secret in the path. Throws `invalid-name`. */
export function settingName(request: ApiRequest): string {
  const name = request.param('name');
  if (/^[A-Z][A-Z0-9_]{0,63}$/.test(name)) return name;
  throw new SluiceError(
    'invalid-name',
    `"${name}" is no name: upper-case letters, digits and underscores, at most 64.`,
  );
}

export const listVariables: Route = {
  method: 'GET',
  path: '/v1/environments/{environment}/variables',
  summary: 'List the variables of an environment',
  async handle(request) {
    request.need('flows.read');
    const variables = await request.ports.environments.variables(environmentOf(request.param('environment')));
    return { status: 200, body: { items: Object.entries(variables).map(([name, value]) => ({ name, value })) } };
  },
};

export const putVariable: Route = {
  method: 'PUT',
  path: '/v1/environments/{environment}/variables/{name}',
  summary: 'Set a variable of an environment',
  body: variableBody,
  async handle(request) {
    request.need('settings.write');
    const name = settingName(request);
    await request.ports.environments.setVariable(
      environmentOf(request.param('environment')),
      name,
      request.json(variableBody).value,
    );
    return { status: 200, body: { name } };
  },
};
