import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** `npm start` as a process group of its own, so that a test can kill everything of it at once with -9. */
export class Server {
  readonly #child: ChildProcess;
  readonly url: string;

  private constructor(child: ChildProcess, url: string) {
    this.#child = child;
    this.url = url;
  }

  /** Starts what `npm start` runs, on the given data folder and port (0: any free one); resolves with the ready line. */
  static start(dataDir: string, port = 0, env: Record<string, string> = {}): Promise<Server> {
    const child = spawn(process.execPath, ['infra/local/start.ts'], {
      cwd: root,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, SLUICE_DATA: dataDir, SLUICE_PORT: String(port), SLUICE_AWS_PORT: '0', ...env },
    });
    return new Promise((resolve, reject) => {
      let printed = '';
      const read = (chunk: Buffer) => {
        printed += chunk.toString();
        const url = printed.match(/Sluice is ready: (http:\S+)/)?.[1];
        if (url !== undefined) resolve(new Server(child, url));
      };
      child.stdout?.on('data', read);
      child.stderr?.on('data', read);
      child.on('exit', (code) => reject(new Error(`The server ended with ${code} before it was ready:\n${printed}`)));
    });
  }

  get port(): number {
    return Number(new URL(this.url).port);
  }

  /** `kill -9` of the server and every process that it started. */
  async kill(): Promise<void> {
    if (this.#child.pid === undefined || this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const gone = once(this.#child, 'exit');
    process.kill(-this.#child.pid, 'SIGKILL');
    await gone;
  }
}
