import type { Connection } from '../flow/connection.ts';
import type { Step } from '../flow/flow.ts';
import { secretsIn, secretsOf } from '../flow/secrets-of.ts';
import type { Ports } from './ports.ts';

/** What a step uses of its environment that is not recorded with the run: values of secrets by name, and its connection. */
export interface Access {
  secrets: Record<string, string>;
  /** Undefined when the step names none, or when it is not there any more. */
  connection?: Connection;
}

/** Reads what a step, and the connection that it names, use of the environment as it is now (decision 0010). */
export async function readAccess(
  { environments, secrets }: Pick<Ports, 'environments' | 'secrets'>,
  environment: string,
  step: Step,
): Promise<Access> {
  const name = step.kind === 'http' ? step.http.connection : undefined;
  const connection = name === undefined ? undefined : await environments.connection(environment, name);
  const names = [...new Set([...secretsOf(step), ...secretsIn(connection?.headers)])];
  return {
    secrets: names.length === 0 ? {} : await secrets.read(environment, names),
    ...(connection === undefined ? {} : { connection }),
  };
}
