import { SluiceError } from '../errors/sluice-error.ts';
import { evaluateCondition, evaluateTemplate } from '../evaluate/evaluate-template.ts';
import { didYouMean } from '../flow/did-you-mean.ts';
import type { Flow } from '../flow/flow.ts';
import type { Actor, Json, Trigger } from '../run/events.ts';
import type { Ports } from './ports.ts';
import { versionToRun } from './start-checks.ts';
import { type Started, startRun } from './start-run.ts';

/** Data that a person supplies in place of what would trigger a flow; `id` is that of the event trigger or the schedule. */
export type TestData =
  | { webhook: { body: Json; headers: Record<string, string>; query: Record<string, string> } }
  | { event: { id?: string | undefined; event: Record<string, Json> } }
  | { schedule: { id?: string | undefined } };

interface Mapped {
  type: Trigger['type'];
  data: Record<string, Json>;
  when?: string | undefined;
  params?: unknown;
}

/** The trigger that is tried: the one with the id, or the first. */
function pick<T extends { id: string }>(flow: Flow, kind: string, all: T[], id: string | undefined): T {
  const found = id === undefined ? all[0] : all.find((each) => each.id === id);
  if (found !== undefined) return found;
  const hint = didYouMean(
    id ?? '',
    all.map((each) => each.id),
  );
  throw new SluiceError(
    'no-such-trigger',
    `The flow "${flow.id}" has no ${kind}${id === undefined ? '' : ` "${id}"`} in sandbox. ${hint}`.trim(),
    { status: 404 },
  );
}

function mappingOf(flow: Flow, data: TestData, now: string): Mapped {
  if ('webhook' in data) {
    if (flow.webhook === undefined)
      throw new SluiceError('no-such-trigger', `The flow "${flow.id}" has no webhook in sandbox.`, { status: 404 });
    const { when, params } = flow.webhook;
    return { type: 'webhook', data: data.webhook, when, params };
  }
  if ('event' in data) {
    const { when, params } = pick(flow, 'event', flow.events, data.event.id);
    return { type: 'event', data: { event: data.event.event }, when, params };
  }
  const { params } = pick(flow, 'schedule', flow.schedules, data.schedule.id);
  return { type: 'schedule', data: { scheduledTime: now }, params };
}

/**
 * Starts a run in sandbox as a trigger would, with data that a person supplies: its filter and its mapping are asked, its signature
 * is not. Throws `no-such-trigger` (404), `filtered` (409), `mapping-failed` (422), and every refusal of a start.
 */
export async function testRun(
  ports: Ports,
  { flow, data, actor }: { flow: string; data: TestData; actor: Actor },
): Promise<Started> {
  const environment = 'sandbox';
  const version = await versionToRun(ports, flow, environment);
  const {
    type,
    data: brought,
    when,
    params,
  } = mappingOf(version.flow, data, new Date(ports.clock.now()).toISOString());
  const scope = { trigger: { ...brought, type }, env: await ports.environments.variables(environment) };
  const failed = (error: unknown) =>
    error instanceof SluiceError && error.code.startsWith('Expression.')
      ? new SluiceError('mapping-failed', error.message, { status: 422 })
      : error;
  try {
    if (when !== undefined && !(await evaluateCondition(when, scope)))
      throw new SluiceError('filtered', `The trigger's filter is false for this data: ${when}`, { status: 409 });
    return await startRun(ports, {
      flow,
      environment,
      params: params === undefined ? {} : await evaluateTemplate(params, scope),
      mode: 'interactive',
      checkpoints: 'template',
      trigger: { type, by: actor, test: true },
      data: brought,
    });
  } catch (error) {
    throw failed(error);
  }
}
