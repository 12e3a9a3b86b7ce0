import type { Engine } from '../engine.ts';
import { ServiceError } from '../states-error.ts';
import type { Resource, StatesStore } from '../store.ts';

/** What an operation works with. */
export interface Context {
  engine: Engine;
  store: StatesStore;
  now(): number;
  /** `arn:aws:states:<region>:<account>`. */
  arnPrefix: string;
}

/** The input of an operation: JSON that the client sent. */
export type Input = Record<string, unknown>;

/** One operation of the Step Functions API (its reference names the shapes). */
export type Operation = (input: Input, context: Context) => Promise<Record<string, unknown>> | Record<string, unknown>;

/** A member of the input that must be a string. */
export function text(input: Input, name: string): string {
  const value = input[name];
  if (typeof value !== 'string')
    throw new ServiceError(
      'ValidationException',
      `1 validation error detected: Value at '${name}' failed to satisfy constraint: Member must not be null`,
    );
  return value;
}

/** A machine, version or alias by its ARN, or StateMachineDoesNotExist. */
export function existing(context: Context, arn: string, kind?: Resource['kind']): Resource {
  const found = context.store.resource(arn);
  if (found === undefined || (kind !== undefined && found.kind !== kind))
    throw new ServiceError(
      kind === undefined || kind === 'machine' ? 'StateMachineDoesNotExist' : 'ResourceNotFound',
      `State Machine Does Not Exist: '${arn}'`,
    );
  return found;
}

/** Cuts a list at `maxResults`; the token is the number of items to pass over. */
export function page<T>(items: T[], input: Input): { items: T[]; nextToken?: string } {
  const from = Number(input.nextToken ?? 0);
  const most = Math.min(1000, Number(input.maxResults ?? 0) || 100);
  const rest = from + most < items.length ? { nextToken: String(from + most) } : {};
  return { items: items.slice(from, from + most), ...rest };
}
