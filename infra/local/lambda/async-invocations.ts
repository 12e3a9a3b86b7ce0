import { randomUUID } from 'node:crypto';
import { DocumentFile } from '../document-file.ts';
import type { Outcome } from './function-process.ts';

/** What an alias says of its asynchronous calls (AWS::Lambda::EventInvokeConfig). */
export interface AsyncConfig {
  retries: number;
  onFailure?: string;
}

interface Pending {
  id: string;
  functionArn: string;
  event: unknown;
  attempt: number;
  dueAt: number;
}

export interface AsyncOptions {
  /** Where calls that are not done are kept, so that none is lost with the process. */
  file: string;
  clock: { now(): number; setTimer(at: number, fire: () => void): () => void };
  configOf(functionArn: string): AsyncConfig;
  invoke(functionArn: string, event: unknown): Promise<Outcome>;
  /** Sends what failed for good to the destination on failure, as the function's role. */
  fail(functionArn: string, destination: string, record: unknown): void;
  onError(error: unknown): void;
}

/** Lambda waits a minute before the first retry of an asynchronous call, and two before the second (Lambda guide, "Error handling for asynchronous invocation"). */
const waitsMs = [60_000, 120_000];

/** Asynchronous calls of functions: kept, tried up to three times, then sent to the destination on failure. */
export class AsyncInvocations {
  readonly #options: AsyncOptions;
  readonly #pending: DocumentFile<Record<string, Pending>>;
  readonly #stops = new Set<() => void>();
  #stopped = false;

  constructor(options: AsyncOptions) {
    this.#options = options;
    this.#pending = new DocumentFile(options.file, {});
    for (const pending of Object.values(this.#pending.value)) this.#schedule(pending);
  }

  invoke(functionArn: string, event: unknown): void {
    const pending = { id: randomUUID(), functionArn, event, attempt: 1, dueAt: this.#options.clock.now() };
    this.#keep(pending);
    void this.#attempt(pending);
  }

  stop(): void {
    this.#stopped = true;
    for (const stop of this.#stops) stop();
  }

  #keep(pending: Pending): void {
    this.#pending.value[pending.id] = pending;
    this.#pending.save();
  }

  #schedule(pending: Pending): void {
    const stop = this.#options.clock.setTimer(pending.dueAt, () => {
      this.#stops.delete(stop);
      void this.#attempt(pending);
    });
    this.#stops.add(stop);
  }

  async #attempt(pending: Pending): Promise<void> {
    const { clock, configOf, onError } = this.#options;
    const { functionArn, event, attempt } = pending;
    const outcome = await this.#options
      .invoke(functionArn, event)
      .catch((error: unknown): Outcome => ({ error: JSON.stringify({ errorMessage: String(error) }) }));
    if (this.#stopped) return;
    const { retries, onFailure } = configOf(functionArn);
    if ('error' in outcome && attempt <= retries) {
      const next = { ...pending, attempt: attempt + 1, dueAt: clock.now() + (waitsMs[attempt - 1] ?? 120_000) };
      this.#keep(next);
      this.#schedule(next);
      return;
    }
    if ('error' in outcome) {
      onError(new Error(`${functionArn} failed ${attempt} times: ${outcome.error}`));
      if (onFailure !== undefined)
        this.#options.fail(functionArn, onFailure, {
          version: '1.0',
          timestamp: new Date(clock.now()).toISOString(),
          requestContext: { functionArn, condition: 'RetriesExhausted', approximateInvokeCount: attempt },
          requestPayload: event,
          responsePayload: JSON.parse(outcome.error) as unknown,
        });
    }
    delete this.#pending.value[pending.id];
    this.#pending.save();
  }
}
