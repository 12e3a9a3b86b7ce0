import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type Core, startCore } from './core.ts';
import { DemoService } from './demo-service.ts';

const sample = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../infra/flows/${name}.yaml`, import.meta.url)), 'utf8');

/** Parameters with which the sample flow of the contractor payment starts. */
export const payment = { recipient: 'ada@example.com', amount: 1200, contract: 'C-1' };

/** The commands with the sample flows published, and the services that these call; for the tests of one file. */
export function useCommands() {
  const used = {} as { core: Core; demo: DemoService };
  beforeAll(async () => {
    used.demo = await DemoService.start();
    used.core = await startCore([used.demo.host]);
    for (const name of ['CONTRACTS_URL', 'PAYMENTS_URL'])
      await used.core.ports.environments.setVariable('sandbox', name, used.demo.url);
    await used.core.publish(sample('pay-contractor'));
    await used.core.publish(sample('onboard-customer'));
  });
  afterAll(async () => {
    await used.core?.stop();
    used.demo?.stop();
  });
  beforeEach(() => {
    used.demo.received.length = 0;
    used.core.calls.length = 0;
    delete used.core.crash.before;
    delete used.core.crash.after;
  });
  return {
    get core() {
      return used.core;
    },
    get demo() {
      return used.demo;
    },
    /** The id of the checkpoint that a run waits at. */
    pending: async (run: string) =>
      (await used.core.ports.runs.checkpointsOf(run)).find((each) => each.status === 'pending')?.id ?? '',
  };
}
