import { compareQuery, environmentBody, flowBody, healthQuery, pageQuery } from '../../../shared/api/contracts.ts';
import { makeHookKey } from '../../../shared/api/hook-key.ts';
import { environment } from '../../../shared/aws/environment.ts';
import { linkSecret } from '../../../shared/aws/link-secret.ts';
import { environmentOf } from '../../../shared/commands/environments.ts';
import { graphOf } from '../../../shared/commands/publish-flow.ts';
import { readHealth } from '../../../shared/commands/read-health.ts';
import { newSyncMark } from '../../../shared/commands/sync-mark.ts';
import { requireWebhookSecret } from '../../../shared/commands/webhook-secret.ts';
import { makeForecast } from '../../../shared/compile/make-forecast.ts';
import { defined } from '../../../shared/flow/defined.ts';
import { environments } from '../../../shared/flow/environments.ts';
import { compareVersions } from '../../../shared/view/compare-versions.ts';
import type { Route } from '../request.ts';
import { findFlow, versionNumber } from './find-flow.ts';
import { syncAfterChange } from './sync-warnings.ts';

export const listFlows: Route = {
  method: 'GET',
  path: '/v1/flows',
  summary: 'List flows',
  async handle(request) {
    request.need('flows.read');
    return { status: 200, body: { items: await request.ports.flows.flows() } };
  },
};

export const readFlow: Route = {
  method: 'GET',
  path: '/v1/flows/{flow}',
  summary: 'Read a flow and its latest version, with its drawing',
  async handle(request) {
    request.need('flows.read');
    const record = await findFlow(request);
    const version = await request.ports.flows.version(record.id, record.latest);
    const graph = version === undefined ? undefined : graphOf(version);
    const body = { ...record, definition: version?.flow, source: version?.source, graph };
    // Where nothing is signed the URL is the secret: it is shown to those who may change the flow.
    if (version?.flow.webhook === undefined || !request.scopes.has('flows.write')) return { status: 200, body };
    const secret = await linkSecret();
    const { SLUICE_PUBLIC_URL } = environment('SLUICE_PUBLIC_URL');
    const urls = environments.map(
      (each) => [each, `${SLUICE_PUBLIC_URL}/hooks/${record.id}/${makeHookKey(secret, record.id, each)}`] as const,
    );
    return { status: 200, body: { ...body, webhook: Object.fromEntries(urls) } };
  },
};

export const listVersions: Route = {
  method: 'GET',
  path: '/v1/flows/{flow}/versions',
  summary: 'List the versions of a flow, newest first',
  query: pageQuery,
  async handle(request) {
    request.need('flows.read');
    const record = await findFlow(request);
    const page = defined(pageQuery.parse(request.query));
    return { status: 200, body: await request.ports.flows.versions(record.id, page) };
  },
};

export const readVersion: Route = {
  method: 'GET',
  path: '/v1/flows/{flow}/versions/{version}',
  summary: 'Read a version: source, plan, drawing and forecast',
  async handle(request) {
    request.need('flows.read');
    const record = await findFlow(request);
    const version = await request.ports.flows.version(record.id, versionNumber(request, record));
    if (version === undefined) throw new Error('A version that is numbered is stored.');
    const { flow, source, format, plans, publishedAt, publishedBy } = version;
    return {
      status: 200,
      body: {
        flow: flow.id,
        version: version.version,
        source,
        format,
        definition: flow,
        plan: plans.template.plan,
        graph: graphOf(version),
        forecast: makeForecast(flow, plans.template.plan),
        publishedAt,
        publishedBy,
      },
    };
  },
};

export const pointEnvironment: Route = {
  method: 'POST',
  path: '/v1/flows/{flow}/environments/{environment}',
  summary: 'Point an environment at a version',
  body: environmentBody,
  async handle(request) {
    request.need('flows.write');
    const asked = request.json(environmentBody);
    const record = await findFlow(request);
    const name = environmentOf(request.param('environment'));
    const { flows } = request.ports;
    const found = await flows.version(record.id, versionNumber(request, record, String(asked.version)));
    if (found === undefined) throw new Error('A version that is numbered is stored.');
    const { flow, version } = found;
    await requireWebhookSecret(request.ports, flow, name);
    await flows.pointEnvironment(record.id, name, version, newSyncMark(request.ports));
    const diagnostics = await syncAfterChange(record.id);
    return { status: 200, body: { flow: record.id, environment: name, version, diagnostics } };
  },
};

export const compare: Route = {
  method: 'GET',
  path: '/v1/flows/{flow}/compare',
  summary: 'Compare two versions: steps, settings, and the difference of their texts',
  query: compareQuery,
  async handle(request) {
    request.need('flows.read');
    const record = await findFlow(request);
    const asked = compareQuery.parse(request.query);
    const read = async (number: number) => {
      const version = await request.ports.flows.version(record.id, versionNumber(request, record, String(number)));
      if (version === undefined) throw new Error('A version that is numbered is stored.');
      return version;
    };
    const [from, to] = await Promise.all([read(asked.from), read(asked.to)]);
    return { status: 200, body: { flow: record.id, ...asked, ...compareVersions(from, to) } };
  },
};

export const readFlowHealth: Route = {
  method: 'GET',
  path: '/v1/flows/{flow}/health',
  summary: 'Read the last ten runs of a flow, and its success rate of thirty days',
  query: healthQuery,
  async handle(request) {
    request.need('flows.read');
    const { environment } = healthQuery.parse(request.query);
    const { id } = await findFlow(request);
    const only = environment === undefined ? {} : { environment: environmentOf(environment) };
    return { status: 200, body: await readHealth(request.ports, { flow: id, ...only }) };
  },
};

export const switchFlow: Route = {
  method: 'PATCH',
  path: '/v1/flows/{flow}',
  summary: 'Switch a flow off, so that nothing starts it, or on again',
  body: flowBody,
  async handle(request) {
    request.need('flows.write');
    const record = await findFlow(request);
    const { enabled } = request.json(flowBody);
    await request.ports.flows.setOff(record.id, enabled ? undefined : { by: request.actor, at: request.now });
    return { status: 200, body: { flow: record.id, enabled } };
  },
};
