import { startBody, testBody } from '../../../shared/api/contracts.ts';
import { runAgain } from '../../../shared/commands/run-again.ts';
import { type Started, startRun } from '../../../shared/commands/start-run.ts';
import { type TestData, testRun } from '../../../shared/commands/test-run.ts';
import { SluiceError } from '../../../shared/errors/sluice-error.ts';
import { defined } from '../../../shared/flow/defined.ts';
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

/** What a start answers: 201 for a new run, 200 for one that the key has started already. */
const answerOf = ({ replayed, ...started }: Started): Answer => ({ status: replayed ? 200 : 201, body: started });

async function start(request: ApiRequest, inPath?: string): Promise<Answer> {
  request.need('flows.run');
  const { params, environment, mode, checkpoints, context, at, profile } = request.json(startBody);
  const started = await startRun(request.ports, {
    flow: request.param('flow'),
    environment: inPath ?? environment ?? defaultEnvironment,
    params: params as Json,
    mode,
    checkpoints,
    trigger: { type: 'api', by: request.actor },
    ...defined({ context: context as Json | undefined, at, profile, idempotencyKey: keyOf(request) }),
  });
  return answerOf(started);
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

export const testRunRoute: Route = {
  method: 'POST',
  path: '/v1/flows/{flow}/test',
  summary: 'Start a run in sandbox as a trigger would, with data of your own',
  body: testBody,
  async handle(request) {
    request.need('flows.run');
    const data = request.json(testBody) as TestData;
    return answerOf(await testRun(request.ports, { flow: request.param('flow'), data, actor: request.actor }));
  },
};

export const again: Route = {
  method: 'POST',
  path: '/v1/runs/{run}/again',
  summary: 'Start a new run with the values of an earlier one',
  async handle(request) {
    request.need('flows.run');
    const key = keyOf(request);
    const { actor } = request;
    return answerOf(
      await runAgain(request.ports, request.param('run'), { actor, ...defined({ idempotencyKey: key }) }),
    );
  },
};
