import { settingsBody } from '../../../shared/api/contracts.ts';
import type { Settings } from '../../../shared/commands/ports.ts';
import type { Route } from '../request.ts';

export const readSettings: Route = {
  method: 'GET',
  path: '/v1/settings',
  summary: 'Read the settings of the deployment',
  async handle(request) {
    request.need('flows.read');
    return { status: 200, body: await request.ports.settings.read() };
  },
};

export const putSettings: Route = {
  method: 'PUT',
  path: '/v1/settings',
  summary: 'Replace the settings of the deployment',
  body: settingsBody,
  async handle(request) {
    request.need('settings.write');
    // What was JSON has no member that is undefined.
    const settings = request.json(settingsBody) as Settings;
    await request.ports.settings.write(settings);
    return { status: 200, body: settings };
  },
};
