import { readStats } from '../../../shared/commands/read-stats.ts';
import type { Route } from '../request.ts';

export const readStatistics: Route = {
  method: 'GET',
  path: '/v1/stats',
  summary: 'Read what a dashboard shows: what asks the caller, open runs, the last 24 hours, failing flows',
  async handle(request) {
    request.need('flows.read');
    return { status: 200, body: await readStats(request.ports, request.person) };
  },
};
