import { SluiceError } from '../errors/sluice-error.ts';
import type { Scope } from '../evaluate/evaluate-expression.ts';
import { evaluateCondition } from '../evaluate/evaluate-template.ts';
import { didYouMean } from '../flow/did-you-mean.ts';
import type { Flow } from '../flow/flow.ts';
import type { Json } from '../run/events.ts';
import { environmentOf } from './environments.ts';
import { flowNotFound } from './flow-not-found.ts';
import type { FlowVersion } from './flow-ports.ts';
import type { Ports, Settings } from './ports.ts';
import { runningVersion } from './running-version.ts';

// What refuses a start, each with its own code and word. Nothing of it is a failed run: there is no run yet.

/** The version that an environment of a flow runs. Throws `flow-not-found`, `environment-not-found`, `flow-off`, `no-version`. */
export async function versionToRun(ports: Ports, flow: string, environment: string): Promise<FlowVersion> {
  const record = await ports.flows.flow(flow);
  if (record === undefined) throw await flowNotFound(ports.flows, flow);
  if (record.off !== undefined)
    throw new SluiceError(
      'flow-off',
      `The flow "${flow}" was switched off by ${record.off.by.name ?? record.off.by.id} at ${record.off.at}.`,
      { status: 409 },
    );
  const version = await runningVersion(ports, record, environmentOf(environment));
  if (version === undefined)
    throw new SluiceError(
      'no-version',
      `The flow "${flow}" has no version in "${environment}". Promote one: POST /v1/flows/${flow}/environments/${environment} {"version": ${record.latest}}.`,
      { status: 409 },
    );
  return version;
}

/** Refuses a start while a condition of the flow's `preflight` does not hold, or has no value: `preflight-failed` (409), with the message of each. */
export async function checkPreflight({ id, preflight }: Flow, scope: Scope): Promise<void> {
  const failed: { check: string; message: string }[] = [];
  for (const { check, message } of preflight) {
    try {
      if (!(await evaluateCondition(check, scope))) failed.push({ check, message });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      failed.push({ check, message: `${message} (its condition could not be told: ${reason})` });
    }
  }
  if (failed.length === 0) return;
  throw new SluiceError(
    'preflight-failed',
    `The flow "${id}" may not start: ${failed.map(({ message }) => message).join(' ')}`,
    { status: 409, details: { failed } },
  );
}

const longestDelayMs = 365 * 86_400_000;

/** When a run that is started for later begins. Throws `invalid-start-time` (422) for an instant that has passed or is more than a year away. */
export function checkedStartAt(at: string | undefined, now: number): string | undefined {
  if (at === undefined) return undefined;
  const instant = Date.parse(at);
  if (instant > now && instant <= now + longestDelayMs) return new Date(instant).toISOString();
  throw new SluiceError(
    'invalid-start-time',
    `"at" must be in the future and at most 365 days away; it is ${at}, and now is ${new Date(now).toISOString()}.`,
    { status: 422 },
  );
}

/** The sandbox profile of a run: the one that is named, else the one whose repositories hold the parameter `repositoryId`. Throws `profile-not-found` (422). */
export function profileOf({ profiles = {} }: Settings, name: string | undefined, params: Json): string | undefined {
  if (name !== undefined) {
    if (Object.hasOwn(profiles, name)) return name;
    const names = Object.keys(profiles);
    throw new SluiceError(
      'profile-not-found',
      `There is no sandbox profile "${name}". ${names.length === 0 ? 'The settings have none (PUT /v1/settings).' : didYouMean(name, names)}`,
      { status: 422 },
    );
  }
  const repository =
    params !== null && typeof params === 'object' && !Array.isArray(params) ? params.repositoryId : null;
  if (typeof repository !== 'string') return undefined;
  return Object.keys(profiles).find((each) => profiles[each]?.repositories.includes(repository));
}
