import { checkpointsQuery, decisionBody } from '../../../shared/api/contracts.ts';
import { checkpointNotFound, decideCheckpoint } from '../../../shared/commands/decide-checkpoint.ts';
import { cardOf, listCards } from '../../../shared/commands/list-cards.ts';
import { defined } from '../../../shared/flow/defined.ts';
import type { Route } from '../request.ts';

export const listCheckpoints: Route = {
  method: 'GET',
  path: '/v1/checkpoints',
  summary: 'List checkpoints that are open or were decided; mine=true: those that ask the caller, or that he decided',
  query: checkpointsQuery,
  async handle(request) {
    request.need('flows.read');
    const { mine, ...query } = defined(checkpointsQuery.parse(request.query));
    const { person, actor } = request;
    const page = await listCards(request.ports, { ...query, ...(mine === 'true' ? { mine: { person, actor } } : {}) });
    return { status: 200, body: page };
  },
};

export const readCheckpoint: Route = {
  method: 'GET',
  path: '/v1/checkpoints/{id}',
  summary: 'Read a checkpoint with what it shows',
  async handle(request) {
    request.need('flows.read');
    const id = request.param('id');
    const record = await request.ports.runs.checkpoint(id);
    if (record === undefined) throw checkpointNotFound(id);
    return { status: 200, body: await cardOf(request.ports, record) };
  },
};

export const decide: Route = {
  method: 'POST',
  path: '/v1/checkpoints/{id}/decision',
  summary: 'Approve, reject or skip',
  body: decisionBody,
  async handle(request) {
    request.need('flows.run');
    const { action, comment } = request.json(decisionBody);
    const record = await decideCheckpoint(request.ports, {
      checkpoint: request.param('id'),
      action,
      actor: request.actor,
      ...(comment === undefined || comment === '' ? {} : { comment }),
    });
    return { status: 200, body: await cardOf(request.ports, record) };
  },
};
