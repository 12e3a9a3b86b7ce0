import type { Environment } from '../flow/environments.ts';
import type { FlowRecord, FlowVersion } from './flow-ports.ts';
import type { Ports } from './ports.ts';

/** The version that an environment of a flow points at, if there is one. */
export async function runningVersion(
  { flows }: Pick<Ports, 'flows'>,
  record: FlowRecord | undefined,
  environment: Environment,
): Promise<FlowVersion | undefined> {
  const number = record?.environments[environment];
  return record === undefined || number === undefined ? undefined : flows.version(record.id, number);
}
