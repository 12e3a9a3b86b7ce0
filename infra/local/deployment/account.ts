import type { Resource } from '../template/evaluate-template.ts';

/** The account that the embedded cloud pretends to be. */
export const region = 'us-east-1';
export const accountId = '000000000000';

export const arnOf = (service: string, rest: string): string => `arn:aws:${service}:${region}:${accountId}:${rest}`;

/** The resources of one type. */
export const ofType = (resources: Resource[], type: string): Resource[] =>
  resources.filter((each) => each.type === type);
