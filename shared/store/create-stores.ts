import type { Ports } from '../commands/ports.ts';
import type { Connection } from './connection.ts';
import { createEnvironmentStore } from './environment-store.ts';
import { createFlowStore } from './flow-store.ts';
import { createRunStore } from './run-store.ts';
import { createSettingsStore } from './settings.ts';
import { createTriggerStore } from './trigger-store.ts';

/** The stores over one table and one bucket. */
export function createStores(
  connection: Connection,
): Pick<Ports, 'runs' | 'flows' | 'environments' | 'triggers' | 'settings'> {
  return {
    runs: createRunStore(connection),
    flows: createFlowStore(connection),
    environments: createEnvironmentStore(connection),
    triggers: createTriggerStore(connection),
    settings: createSettingsStore(connection),
  };
}
