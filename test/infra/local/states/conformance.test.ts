import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { createStates } from '../../../../infra/local/states/create-states.ts';
import { invokeOverHttp } from '../../../../infra/local/states/invoke-over-http.ts';
import { serveStates } from '../../../../infra/local/states/serve-states.ts';
import { wallClock } from '../../../../infra/local/states/wall-clock.ts';
import { portOf } from '../../../support/port-of.ts';

const corpus = fileURLToPath(new URL('../../../../../shared/conformance', import.meta.url));
const present = existsSync(join(corpus, 'run.mjs'));
if (!present)
  console.log(`Executions recorded on AWS are not at ../shared/conformance: skipping the comparison with them.`);

/** A port that is free now: the runner wants to be told one. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server);
  server.close();
  await once(server, 'close');
  return port;
}

it.skipIf(!present)(
  'agrees with every execution recorded on AWS in status, output, error, cause and the whole history',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sluice-conformance-'));
    const lambdaPort = await freePort();
    const states = createStates({
      databaseFile: join(folder, 'states.sqlite'),
      region: 'us-east-1',
      accountId: '111111111111',
      clock: wallClock,
      invoke: invokeOverHttp(`http://127.0.0.1:${lambdaPort}`),
      onError: (error) => {
        throw error;
      },
    });
    const server = serveStates(states).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const out = join(folder, 'results.json');
    const runner = spawn(
      process.execPath,
      [
        join(corpus, 'run.mjs'),
        '--sfn',
        `http://127.0.0.1:${portOf(server)}`,
        '--lambda-port',
        String(lambdaPort),
        '--out',
        out,
      ],
      { stdio: 'ignore' },
    );
    await once(runner, 'exit');
    server.closeAllConnections();
    server.close();
    await states.close();
    const results = JSON.parse(await readFile(out, 'utf8')) as Record<string, string | null>[];
    expect(results.length).toBeGreaterThan(0);
    expect(
      results.filter((each) =>
        ['status', 'output', 'error', 'cause', 'types', 'full'].some((key) => each[key] !== null),
      ),
    ).toEqual([]);
  },
  120_000,
);
