import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** A running DynamoDB: where it listens, and how to end it. */
export interface Dynamodb {
  endpoint: string;
  stop(): Promise<void>;
}

/** The binary: of the package for this platform, else one on the PATH. */
function binary(): string {
  const require = createRequire(import.meta.url);
  try {
    return require.resolve(`@dynoxide/${process.platform}-${process.arch}/dynoxide`);
  } catch {
    return 'dynoxide';
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port is free.');
  return address.port;
}

/** Ends the process that an earlier, killed server left behind: two on one file would fight. */
function endStale(pidFile: string): void {
  if (!existsSync(pidFile)) return;
  try {
    const pid = Number(readFileSync(pidFile, 'utf8'));
    if (existsSync(`/proc/${pid}/cmdline`) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('dynoxide'))
      process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}

/** Starts dynoxide (DynamoDB on SQLite) on a file and a free port; `SLUICE_DYNAMODB` names an endpoint to use instead. */
export async function startDynoxide(file: string): Promise<Dynamodb> {
  const given = process.env.SLUICE_DYNAMODB;
  if (given !== undefined && given !== '') return { endpoint: given, stop: async () => undefined };
  const pidFile = `${file}.pid`;
  endStale(pidFile);
  const port = await freePort();
  const child: ChildProcess = spawn(binary(), ['serve', '--port', String(port), '--db-path', file], {
    stdio: 'ignore',
  });
  const failed = once(child, 'error').then(([error]) => {
    throw new Error(
      'DynamoDB could not be started: install dynoxide and have it on the PATH, or name an endpoint in SLUICE_DYNAMODB.',
      { cause: error },
    );
  });
  failed.catch(() => undefined);
  const gone = once(child, 'exit');
  writeFileSync(pidFile, String(child.pid ?? ''));
  const end = () => child.kill('SIGKILL');
  process.once('exit', end);
  const endpoint = `http://127.0.0.1:${port}`;
  const up = async () => {
    while (child.exitCode === null && child.signalCode === null) {
      if (
        await fetch(endpoint).then(
          () => true,
          () => false,
        )
      )
        return;
      await setTimeout(5);
    }
    throw new Error(`DynamoDB (dynoxide) ended with ${child.exitCode ?? child.signalCode} before it listened.`);
  };
  await Promise.race([up(), failed]);
  return {
    endpoint,
    async stop() {
      process.off('exit', end);
      child.kill('SIGTERM');
      await gone;
    },
  };
}
