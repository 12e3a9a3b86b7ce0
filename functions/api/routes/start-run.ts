import { startBody } from '../../../shared/api/contracts.ts';
import { runAgain } from '../../../shared/commands/run-again.ts';
import { startRun } from '../../../shared/commands/start-run.ts';
import { SluiceError } from '../../../shared/errors/sluice-error.ts';
import type { Json } from '../../../shared/run/events.ts';
import type { Answer, ApiRequest, Route } from '../request.ts';

/** The environment of a start that names none. */
const defaultEnvironment = 'sandbox';

/** The caller's Idempotency-Key. Throws `invalid-idempotency-key`. */
function keyOf(request: ApiRequest): string | undefined {
  const key = request.header('idempotency-key');
  if (key !== undefined && (key === '' || key.length > 255))
    throw new SluiceError('invalid-idempotency-key', 'An Idempotency-Key has 1 to 255 characters.');
  return key;
}

async function start(request: ApiRequest, inPath?: string): Promise<Answer> {
  request.need('flows.run');
  const { params, environment, mode, checkpoints, context } = request.json(startBody);
  const key = keyOf(request);
  const { id, status, replayed } = await startRun(request.ports, {
    flow: request.param('flow'),
    environment: inPath ?? environment ?? defaultEnvironment,
    params: params as Json,
    mode,
    checkpoints,
    trigger: { type: 'api', by: request.actor },
    ...(context === undefined ? {} : { context: context as Json }),
    ...(key === undefined ? {} : { idempotencyKey: key }),
  });
  return { status: replayed ? 200 : 201, body: { id, status } };
}

export const startRunRoute: Route = {
  method: 'POST',
  path: '/v1/flows/{flow}/runs',
  summary: 'Start a run',
  body: startBody,
  handle: (request) => start(request),
};

export const startInEnvironment: Route = {
  method: 'POST',
  path: '/v1/flows/{flow}/{environment}',
  summary: 'Start a run in the environment of the path',
  body: startBody,
  handle: (request) => start(request, request.param('environment')),
};

export const again: Route = {
  method: 'POST',
  path: '/v1/runs/{run}/again',
  summary: 'Start a new run with the values of an earlier one',
  async handle(request) {
    request.need('flows.run');
    const key = keyOf(request);
    const { id, status, replayed } = await runAgain(request.ports, request.param('run'), {
      actor: request.actor,
      ...(key === undefined ? {} : { idempotencyKey: key }),
    });
    return { status: replayed ? 200 : 201, body: { id, status } };
  },
};
