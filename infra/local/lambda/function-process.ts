import { type ChildProcess, fork } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What a call of a function came to: its result, or the error it threw, each as JSON. */
export type Outcome = { result: string } | { error: string };

export interface FunctionDefinition {
  name: string;
  arn: string;
  /** File of the bundle. */
  file: string;
  environment: Record<string, string>;
  timeoutMs: number;
  memoryMb: number;
  logFile: string;
}

const bootstrap = fileURLToPath(new URL('./bootstrap.mjs', import.meta.url));

/** One process that runs one function, one call at a time, as Lambda's environments do. */
export class FunctionProcess {
  readonly #child: ChildProcess;
  readonly #log: WriteStream;
  readonly #ready: Promise<void>;
  readonly #definition: FunctionDefinition;
  #settle: ((outcome: Outcome) => void) | undefined;
  gone = false;

  constructor(definition: FunctionDefinition) {
    this.#definition = definition;
    this.#log = createWriteStream(definition.logFile, { flags: 'a' });
    this.#child = fork(bootstrap, [definition.file], {
      env: definition.environment,
      execArgv: [`--max-old-space-size=${definition.memoryMb}`],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.#child.stdout?.pipe(this.#log, { end: false });
    this.#child.stderr?.pipe(this.#log, { end: false });
    this.#ready = new Promise((resolve) => {
      this.#child.on('message', (message: { ready?: true; result?: string; error?: string }) => {
        if (message.ready === true) resolve();
        else if (message.result !== undefined) this.#finish({ result: message.result });
        else this.#finish({ error: message.error ?? '{}' });
      });
      this.#child.on('exit', (code, signal) => {
        this.gone = true;
        resolve();
        this.#finish({
          error: JSON.stringify({
            errorType: 'Runtime.ExitError',
            errorMessage: `The process of ${definition.name} ended with ${signal ?? code}.`,
          }),
        });
      });
    });
  }

  async invoke(event: unknown, clockOffset: number): Promise<Outcome> {
    await this.#ready;
    const { timeoutMs, name, arn, memoryMb } = this.#definition;
    if (this.gone)
      return {
        error: JSON.stringify({
          errorType: 'Runtime.ExitError',
          errorMessage: `The process of ${name} could not be started; see its log.`,
        }),
      };
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.#finish({
          error: JSON.stringify({
            errorType: 'Sandbox.Timedout',
            errorMessage: `Task timed out after ${timeoutMs / 1000} seconds`,
          }),
        });
        this.stop();
      }, timeoutMs);
      this.#settle = (outcome) => {
        clearTimeout(timer);
        resolve(outcome);
      };
      const context = {
        functionName: name,
        functionVersion: '1',
        invokedFunctionArn: arn,
        memoryLimitInMB: String(memoryMb),
        awsRequestId: crypto.randomUUID(),
        logGroupName: name,
        logStreamName: 'local',
        deadline: Date.now() + clockOffset + timeoutMs,
      };
      this.#child.send({ event, context, clockOffset });
    });
  }

  stop(): void {
    this.gone = true;
    this.#child.kill('SIGKILL');
    this.#log.end();
  }

  #finish(outcome: Outcome): void {
    const settle = this.#settle;
    this.#settle = undefined;
    settle?.(outcome);
  }
}
