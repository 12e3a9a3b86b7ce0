import type { Actor } from '../run/events.ts';

/** Values of secrets: set, and read only where they are used. */
export interface SecretValues {
  put(environment: string, name: string, value: string): Promise<void>;
  remove(environment: string, name: string): Promise<void>;
  /** The values of those names that exist. */
  read(environment: string, names: string[]): Promise<Record<string, string>>;
}

/** That a secret exists, without its value. */
export interface SecretMark {
  name: string;
  setAt: string;
  setBy: Actor;
}

/** What environments hold: variables, and the names of secrets. */
export interface EnvironmentStore {
  variables(environment: string): Promise<Record<string, string>>;
  secretNames(environment: string): Promise<SecretMark[]>;
  markSecret(environment: string, mark: SecretMark): Promise<void>;
  unmarkSecret(environment: string, name: string): Promise<void>;
  setVariable(environment: string, name: string, value: string): Promise<void>;
}
