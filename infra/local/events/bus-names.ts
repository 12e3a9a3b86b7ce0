import { ServiceError } from '../states/states-error.ts';

/** The bus that every account has. */
export const defaultBus = 'default';

/** The name of a bus that a call gives as name or ARN; the default bus when it gives none. */
export const busName = (given: unknown): string =>
  given === undefined ? defaultBus : String(given).replace(/^arn:[^/]*:event-bus\//, '');

/** What the ARN of a rule ends with: the bus is in it unless it is the default one (Service Authorization Reference, "Amazon EventBridge"). */
export const ruleResource = (bus: string, rule: string): string => `rule/${bus === defaultBus ? '' : `${bus}/`}${rule}`;

/** The refusal of a bus that does not exist, in the words of EventBridge. */
export const noSuchBus = (bus: string): ServiceError =>
  new ServiceError('ResourceNotFoundException', `Event bus ${bus} does not exist.`);
