import { createHmac, timingSafeEqual } from 'node:crypto';
import { type Environment, environments } from '../commands/environments.ts';

const sign = (secret: string, flow: string, environment: string) =>
  createHmac('sha256', secret).update(`hook:${flow}:${environment}`).digest('base64url').slice(0, 32);

/** The last part of a flow's webhook URL in an environment; derived, so that nothing is stored. */
export const makeHookKey = (secret: string, flow: string, environment: Environment): string =>
  `${environment}-${sign(secret, flow, environment)}`;

/** The environment of an authentic key; undefined for every other, in the same time. */
export function readHookKey(secret: string, flow: string, key: string): Environment | undefined {
  const given = Buffer.from(key);
  return environments.find((environment) => {
    const expected = Buffer.from(makeHookKey(secret, flow, environment));
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
