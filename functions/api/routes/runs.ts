import { cancelBody, eventsQuery, runsQuery } from '../../../shared/api/contracts.ts';
import { missingScope } from '../../../shared/api/problem.ts';
import { endRun } from '../../../shared/commands/end-run.ts';
import { type LoadedRun, loadRun, runNotFound } from '../../../shared/commands/load-run.ts';
import { graphOf } from '../../../shared/commands/publish-flow.ts';
import { readChain } from '../../../shared/commands/read-chain.ts';
import { SluiceError } from '../../../shared/errors/sluice-error.ts';
import { defined } from '../../../shared/flow/defined.ts';
import { verifyLanes } from '../../../shared/run/chain.ts';
import type { Payload } from '../../../shared/run/events.ts';
import { type RunState, statusOf, stepOf } from '../../../shared/run/run-state.ts';
import { runRow } from '../../../shared/view/run-row.ts';
import { viewRun } from '../../../shared/view/run-view.ts';
import type { ApiRequest, Route } from '../request.ts';

const load = (request: ApiRequest): Promise<LoadedRun> => loadRun(request.ports, request.param('run'));
const callerOf = ({ actor, scopes }: ApiRequest) => ({ id: actor.id, scopes });
const valueFor = async (request: ApiRequest, { payloads }: LoadedRun, payload: Payload | undefined) =>
  payload === undefined ? undefined : request.ports.runs.valueOf(payloads, payload);

/** The place in line of a run that waits for a slot, from 1; 1,000 stands for that or more. */
const placeOf = async ({ ports }: ApiRequest, state: RunState) =>
  state.pool !== undefined && statusOf(state) === 'pending' ? ports.runs.placeInLine(state.pool, state.id) : undefined;

export const listRuns: Route = {
  method: 'GET',
  path: '/v1/runs',
  summary: 'List runs, newest first',
  query: runsQuery,
  async handle(request) {
    request.need('flows.read');
    const query = defined(runsQuery.parse(request.query));
    const page = await request.ports.runs.list(query, request.now);
    return { status: 200, body: { ...page, items: page.items.map(runRow) } };
  },
};

export const readRun: Route = {
  method: 'GET',
  path: '/v1/runs/{run}',
  summary: 'Read a run',
  async handle(request) {
    request.need('flows.read');
    const loaded = await load(request);
    const { state, version } = loaded;
    const drawn = { flow: version.flow, graph: graphOf(version) };
    const [params, context, output, place, chain] = await Promise.all([
      valueFor(request, loaded, state.params),
      valueFor(request, loaded, state.context),
      valueFor(request, loaded, state.closed?.output),
      placeOf(request, state),
      readChain(request.ports, state),
    ]);
    return {
      status: 200,
      body: { ...viewRun(state, drawn, callerOf(request), request.now), ...chain, params, context, output, place },
    };
  },
};

export const readStep: Route = {
  method: 'GET',
  path: '/v1/runs/{run}/steps/{path}',
  summary: 'Read a step with its input, output and attempts',
  async handle(request) {
    request.need('flows.read');
    const loaded = await load(request);
    const id = request.param('path');
    const step = loaded.version.flow.steps.find((each) => each.id === id);
    if (step === undefined) throw new SluiceError('step-not-found', `The run has no step "${id}".`, { status: 404 });
    const state = stepOf(loaded.state, id);
    const [input, output] = await Promise.all([
      valueFor(request, loaded, state.input),
      valueFor(request, loaded, state.output),
    ]);
    const { status, reason, startedAt, endedAt, attempt, attempts, summary, error } = state;
    return {
      status: 200,
      body: {
        path: id,
        kind: step.kind,
        title: step.title ?? id,
        status,
        reason,
        startedAt,
        endedAt,
        attempt,
        summary,
        error,
        input,
        output,
        attempts,
      },
    };
  },
};

export const readEvents: Route = {
  method: 'GET',
  path: '/v1/runs/{run}/events',
  summary:
    'Read the commits of a run after a ULID; to follow a run, ask from ten seconds before the last one you know and drop what you know',
  query: eventsQuery,
  async handle(request) {
    request.need('flows.read');
    const { after, limit } = eventsQuery.parse(request.query);
    const run = request.param('run');
    const items = await request.ports.runs.commitsAfter(run, after, limit);
    if (items.length === 0 && (await request.ports.runs.summary(run)) === undefined) throw runNotFound(run);
    const last = items.length < limit ? undefined : items.at(-1);
    return { status: 200, body: { items, ...(last === undefined ? {} : { cursor: last.id }) } };
  },
};

export const verifyRun: Route = {
  method: 'GET',
  path: '/v1/runs/{run}/verify',
  summary: 'Verify the hash chains of a run',
  async handle(request) {
    request.need('flows.read');
    const run = request.param('run');
    const stored = await request.ports.runs.readLanes(run);
    if (stored.length === 0) throw runNotFound(run);
    const problems = verifyLanes(stored.map(({ commit }) => commit));
    return { status: 200, body: { valid: problems.length === 0, problems } };
  },
};

export const cancelRun: Route = {
  method: 'POST',
  path: '/v1/runs/{run}/cancel',
  summary: 'Cancel a run: one’s own with flows.run, any with flows.cancel.any',
  body: cancelBody,
  async handle(request) {
    const { state } = await load(request);
    const own = state.trigger.by.id === request.actor.id && request.scopes.has('flows.run');
    if (!own && !request.scopes.has('flows.cancel.any')) throw missingScope('flows.cancel.any');
    const { reason } = request.json(cancelBody);
    await endRun(request.ports, state.id, {
      status: 'cancelled',
      reason: reason ?? `Cancelled by ${request.actor.name ?? request.actor.id}.`,
      actor: request.actor,
    });
    return { status: 200, body: { id: state.id, status: 'cancelled' } };
  },
};
