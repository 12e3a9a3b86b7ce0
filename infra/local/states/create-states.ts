import { Engine } from './engine.ts';
import { machineOfToken } from './machine-of-token.ts';
import { operations } from './operations.ts';
import type { EnginePorts } from './ports.ts';
import { ServiceError } from './states-error.ts';
import { StatesStore } from './store.ts';

/** How an embedded Step Functions is made: where it keeps its state, and what it calls. */
export type StatesOptions = Omit<EnginePorts, 'store'> & { databaseFile: string; region: string; accountId: string };

/** An embedded Step Functions service: its operations by name, with inputs and outputs of the API's shapes. */
export interface States {
  handle(operation: string, input: Record<string, unknown>): Promise<Record<string, unknown>>;
  /** Goes on with what was running when the process ended. */
  recover(): void;
  machineOfToken(token: string): string | undefined;
  close(): Promise<void>;
}

export function createStates({ databaseFile, region, accountId, ...ports }: StatesOptions): States {
  const store = new StatesStore(databaseFile);
  const engine = new Engine({ ...ports, store });
  const context = { engine, store, now: () => ports.clock.now(), arnPrefix: `arn:aws:states:${region}:${accountId}` };
  return {
    async handle(operation, input) {
      const run = operations.get(operation);
      if (run === undefined)
        throw new ServiceError('UnknownOperationException', `This engine has no operation ${operation}.`);
      return run(input, context);
    },
    recover: () => engine.recover(),
    machineOfToken: (token) => machineOfToken(store, token),
    async close() {
      await engine.close();
      store.close();
    },
  };
}
