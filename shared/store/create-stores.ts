import type { FlowStore, RunStore, SettingsStore } from '../commands/ports.ts';
import type { Connection } from './connection.ts';
import { createFlowStore } from './flow-store.ts';
import { createRunStore } from './run-store.ts';
import { createSettingsStore } from './settings.ts';

/** The stores over one table and one bucket. */
export function createStores(connection: Connection): { runs: RunStore; flows: FlowStore; settings: SettingsStore } {
  return {
    runs: createRunStore(connection),
    flows: createFlowStore(connection),
    settings: createSettingsStore(connection),
  };
}
