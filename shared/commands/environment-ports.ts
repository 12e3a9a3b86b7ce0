import type { Connection } from '../flow/connection.ts';
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

/** A connection as it is kept; it names secrets and holds none. */
export interface ConnectionRecord extends Connection {
  setAt: string;
  setBy: Actor;
}

/** What environments hold: variables, connections, and the names of secrets. Reads are consistent. */
export interface EnvironmentStore {
  variables(environment: string): Promise<Record<string, string>>;
  secretNames(environment: string): Promise<SecretMark[]>;
  markSecret(environment: string, mark: SecretMark): Promise<void>;
  unmarkSecret(environment: string, name: string): Promise<void>;
  setVariable(environment: string, name: string, value: string): Promise<void>;
  connections(environment: string): Promise<ConnectionRecord[]>;
  connection(environment: string, name: string): Promise<ConnectionRecord | undefined>;
  setConnection(environment: string, connection: ConnectionRecord): Promise<void>;
  removeConnection(environment: string, name: string): Promise<void>;
}
