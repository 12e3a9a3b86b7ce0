import { SluiceError } from '../errors/sluice-error.ts';
import type { Change } from './ports.ts';

const daySeconds = 86_400;

/** Counters of the starts of a UTC day that have a bound: of the flow, of the deployment. */
export function capChanges(
  flow: string,
  caps: { flow: number | undefined; deployment: number | undefined },
  now: number,
): Change[] {
  const day = new Date(now).toISOString().slice(0, 10);
  const expiresAt = Math.floor(now / 1000) + 3 * daySeconds;
  const change = (scope: 'flow' | 'deployment', limit: number | undefined): Change[] =>
    limit === undefined ? [] : [{ type: 'cap', scope, flow, day, limit, expiresAt }];
  return [...change('flow', caps.flow), ...change('deployment', caps.deployment)];
}

/** The refusal of a start beyond a daily cap: says how many, of what, and when it begins anew. */
export function capReached(
  change: { scope: 'flow' | 'deployment'; flow: string; limit: number },
  now: number,
): SluiceError {
  const resetsAt = `${new Date(now + daySeconds * 1000).toISOString().slice(0, 10)}T00:00:00.000Z`;
  const whose = change.scope === 'flow' ? `The flow "${change.flow}"` : 'This deployment';
  return new SluiceError(
    'daily-cap',
    `${whose} has started its ${change.limit} ${change.limit === 1 ? 'run' : 'runs'} of today (UTC). The next day begins at ${resetsAt}.`,
    { status: 429, details: { scope: change.scope, limit: change.limit, resetsAt } },
  );
}
