import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createStates } from './create-states.ts';
import { invokeOverHttp } from './invoke-over-http.ts';
import { serveStates } from './serve-states.ts';
import { wallClock } from './wall-clock.ts';

// Serves the Step Functions engine alone: npm run states -- --port 4599 --lambda http://127.0.0.1:47599 [--data folder]
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4599' },
    lambda: { type: 'string', default: 'http://127.0.0.1:47599' },
    data: { type: 'string' },
  },
});
const folder = values.data ?? mkdtempSync(join(tmpdir(), 'sluice-states-'));
const states = createStates({
  databaseFile: join(folder, 'states.sqlite'),
  region: 'us-east-1',
  accountId: '111111111111',
  clock: wallClock,
  invoke: invokeOverHttp(values.lambda),
  onError: console.error,
});
states.recover();
const server = serveStates(states).listen(Number(values.port), '127.0.0.1', () => {
  const address = server.address();
  console.log(
    `Step Functions is ready: http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : values.port}`,
  );
});
