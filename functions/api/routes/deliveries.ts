import { pageQuery } from '../../../shared/api/contracts.ts';
import { invokeReplay } from '../../../shared/aws/invoke.ts';
import { defined } from '../../../shared/flow/defined.ts';
import type { Route } from '../request.ts';
import { findFlow } from './find-flow.ts';

export const listDeliveries: Route = {
  method: 'GET',
  path: '/v1/flows/{flow}/deliveries',
  summary: 'List what the webhook of a flow received, newest first: accepted, filtered, refused and why',
  query: pageQuery,
  async handle(request) {
    request.need('flows.read');
    const { id } = await findFlow(request);
    const page = await request.ports.triggers.deliveries(id, defined(pageQuery.parse(request.query)));
    return { status: 200, body: { ...page, items: page.items.map(({ delivery: _content, ...shown }) => shown) } };
  },
};

export const replayDelivery: Route = {
  method: 'POST',
  path: '/v1/flows/{flow}/deliveries/{delivery}/replay',
  summary: 'Take a delivery of the log once more; it starts a run of its own',
  async handle(request) {
    request.need('flows.run');
    const { id } = await findFlow(request);
    return invokeReplay({ flow: id, id: request.param('delivery') });
  },
};
