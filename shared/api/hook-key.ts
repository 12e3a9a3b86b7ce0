import { createHmac } from 'node:crypto';
import { type Environment, environments } from '../flow/environments.ts';
import { sameText } from '../webhooks/same-text.ts';

const sign = (secret: string, flow: string, environment: string) =>
  createHmac('sha256', secret).update(`hook:${flow}:${environment}`).digest('base64url').slice(0, 32);

/** The last part of a flow's webhook URL in an environment; derived, so that nothing is stored. */
export const makeHookKey = (secret: string, flow: string, environment: Environment): string =>
  `${environment}-${sign(secret, flow, environment)}`;

/** The environment of an authentic key; undefined for every other, in the same time. */
export function readHookKey(secret: string, flow: string, key: string): Environment | undefined {
  return environments.find((environment) => sameText(key, makeHookKey(secret, flow, environment)));
}
