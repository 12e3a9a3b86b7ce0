import { scheduleBody } from '../../../shared/api/contracts.ts';
import { listSchedules, pauseSchedule } from '../../../shared/commands/schedules.ts';
import type { Route } from '../request.ts';
import { findFlow } from './find-flow.ts';
import { syncAfterChange } from './sync-warnings.ts';

export const readSchedules: Route = {
  method: 'GET',
  path: '/v1/flows/{flow}/schedules',
  summary: 'List the schedules of a flow, each with the next five instants at which it fires',
  async handle(request) {
    request.need('flows.read');
    const { id } = await findFlow(request);
    return { status: 200, body: { items: await listSchedules(request.ports, id) } };
  },
};

export const changeSchedule: Route = {
  method: 'PATCH',
  path: '/v1/flows/{flow}/schedules/{schedule}',
  summary: 'Pause a schedule, or resume it; its beat goes on meanwhile',
  body: scheduleBody,
  async handle(request) {
    request.need('flows.write');
    const { id } = await findFlow(request);
    const { paused } = request.json(scheduleBody);
    const by = paused ? { by: request.actor, at: request.now } : undefined;
    const record = await pauseSchedule(request.ports, id, request.param('schedule'), by);
    return { status: 200, body: { ...record, diagnostics: await syncAfterChange(id) } };
  },
};
