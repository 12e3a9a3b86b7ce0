import { checkpointsQuery, decisionBody } from '../../../shared/api/contracts.ts';
import { checkpointNotFound, decideCheckpoint } from '../../../shared/commands/decide-checkpoint.ts';
import type { CheckpointRecord } from '../../../shared/commands/ports.ts';
import { readEvidence } from '../../../shared/commands/read-evidence.ts';
import { defined } from '../../../shared/flow/defined.ts';
import type { Route } from '../request.ts';

/** A checkpoint without its task token, which is nobody's business. */
const shown = ({ taskToken: _token, issue: _issue, ...rest }: CheckpointRecord) => rest;

/** Open checkpoints: those that ask the caller by e-mail address (`mine=true`), or all, by the runs that wait. */
export const listCheckpoints: Route = {
  method: 'GET',
  path: '/v1/checkpoints',
  summary: 'List open checkpoints; mine=true: those that ask the caller',
  query: checkpointsQuery,
  async handle(request) {
    request.need('flows.read');
    const { mine, limit, cursor } = checkpointsQuery.parse(request.query);
    const page = defined({ limit, cursor });
    const { runs } = request.ports;
    if (mine === 'true') return { status: 200, body: await runs.inbox(request.actor.email ?? request.actor.id, page) };
    const waiting = await runs.list({ status: 'awaiting_input', ...page }, request.now);
    const records = await Promise.all(waiting.items.map(({ id }) => runs.checkpointsOf(id)));
    const items = records.flat().filter(({ status }) => status === 'pending');
    return { status: 200, body: { ...waiting, items: items.map(shown) } };
  },
};

export const readCheckpoint: Route = {
  method: 'GET',
  path: '/v1/checkpoints/{id}',
  summary: 'Read a checkpoint, with the summary and the values that the person is shown',
  async handle(request) {
    request.need('flows.read');
    const id = request.param('id');
    const record = await request.ports.runs.checkpoint(id);
    if (record === undefined) throw checkpointNotFound(id);
    return { status: 200, body: { ...shown(record), ...(await readEvidence(request.ports, record)) } };
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
    return { status: 200, body: shown(record) };
  },
};
