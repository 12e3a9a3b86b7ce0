import { type Active, activate } from './active.ts';
import type { Data, Execution, HistoryEvent, Machine, Waiting } from './model.ts';
import type { EnginePorts, LambdaAnswer } from './ports.ts';
import { ServiceError, type StatesError } from './states-error.ts';

/** A change to one execution: it runs alone, and what it changed is saved before anything of it is done outside. */
type Change = (active: Active) => Promise<void>;

/** Runs executions. It keeps nothing of a parked one but its timers: everything else is in the store. */
export class Engine {
  readonly ports: EnginePorts;
  readonly #turns = new Map<string, Promise<void>>();
  readonly #timers = new Map<string, () => void>();
  readonly #calls = new Map<string, AbortController>();
  readonly #machines = new Map<string, Machine & { TimeoutSeconds?: number }>();
  #closed = false;

  constructor(ports: EnginePorts) {
    this.ports = ports;
  }

  /** The definition, parsed once. */
  definition(text: string): Machine & { TimeoutSeconds?: number } {
    const known = this.#machines.get(text);
    if (known !== undefined) return known;
    const parsed = JSON.parse(text) as Machine;
    if (this.#machines.size > 500) this.#machines.clear();
    this.#machines.set(text, parsed);
    return parsed;
  }

  /** Begins an execution; it is saved when this resolves. */
  async start(execution: Execution): Promise<void> {
    await this.#change(execution.arn, (active) => active.begin(), execution);
  }

  /** Goes on with every execution that was running when the process ended: calls are made again, tokens and instants stay. */
  recover(): void {
    for (const arn of this.ports.store.running()) {
      const execution = this.ports.store.execution(arn);
      if (execution !== undefined) this.#arm(execution);
    }
  }

  /** Ends an execution from outside. */
  stop(arn: string, error?: string, cause?: string): Promise<void> {
    return this.#change(arn, async (active) => active.abort(error, cause));
  }

  /** Answers a task token: the thread that waits for it goes on. Resolves once that is saved. */
  async answerToken(token: string, answer: { output: Data } | { error: StatesError }): Promise<void> {
    const place = this.#placeOf(token);
    await this.#change(place.execution, async (active) => {
      const thread = active.execution.threads.find(
        (each) => each.waiting?.kind === 'token' && each.waiting.token === token,
      );
      if (thread === undefined || active.execution.status !== 'RUNNING')
        throw new ServiceError('TaskTimedOut', 'Task Timed Out: the provided task does not exist anymore');
      await active.answer(thread, answer);
    });
  }

  /** Prolongs a task that sends heartbeats. */
  async heartbeat(token: string): Promise<void> {
    const place = this.#placeOf(token);
    await this.#change(place.execution, async (active) => {
      const thread = active.execution.threads.find(
        (each) => each.waiting?.kind === 'token' && each.waiting.token === token,
      );
      if (thread?.waiting?.kind !== 'token')
        throw new ServiceError('TaskTimedOut', 'Task Timed Out: the provided task does not exist anymore');
      if (thread.waiting.heartbeatMs !== undefined)
        active.park(
          thread,
          { ...thread.waiting, heartbeatAt: this.ports.clock.now() + thread.waiting.heartbeatMs },
          true,
        );
    });
  }

  /** Resolves when nothing is being done right now. */
  async idle(): Promise<void> {
    while (this.#turns.size > 0) await Promise.all(this.#turns.values());
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const cancel of this.#timers.values()) cancel();
    for (const call of this.#calls.values()) call.abort();
    await this.idle();
  }

  #placeOf(token: string): { execution: string } {
    const place = this.ports.store.token(token);
    if (place !== undefined) return place;
    if (!/^AQ[\w-]{20,}$/.test(token)) throw new ServiceError('InvalidToken', `Invalid Token: '${token.slice(0, 64)}'`);
    throw new ServiceError('TaskTimedOut', 'Task Timed Out: the provided task does not exist anymore');
  }

  #change(arn: string, change: Change, begun?: Execution): Promise<void> {
    const before = this.#turns.get(arn) ?? Promise.resolve();
    const turn = before
      .catch(() => undefined)
      .then(async () => {
        if (this.#closed) return;
        const execution = begun ?? this.ports.store.execution(arn);
        if (execution === undefined)
          throw new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
        const was = execution.status;
        const active = activate(execution, this.definition(execution.definition), this.ports.clock);
        await change(active);
        this.#save(active);
        if (begun !== undefined) this.ports.onStatusChange?.({ ...execution, status: 'RUNNING' });
        if (was === 'RUNNING' && execution.status !== 'RUNNING') this.ports.onStatusChange?.(execution);
        this.#arm(execution);
      });
    const settled = turn
      .catch(() => undefined)
      .then(() => {
        if (this.#turns.get(arn) === settled) this.#turns.delete(arn);
      });
    this.#turns.set(arn, settled);
    return turn;
  }

  #save(active: Active): void {
    const tokens = active.execution.threads.flatMap((thread) =>
      thread.waiting?.kind === 'token' && active.parked.has(thread.id)
        ? [{ token: thread.waiting.token, thread: thread.id }]
        : [],
    );
    this.ports.store.save(active.execution, active.events as HistoryEvent[], tokens, []);
  }

  /** Sets timers and makes calls for every parked thread that does not have them. */
  #arm(execution: Execution): void {
    const { arn, threads, status } = execution;
    const wanted = new Map<string, { at: number; fire: Change }>();
    if (status === 'RUNNING') {
      if (execution.timeoutAt !== undefined)
        wanted.set(`${arn}|timeout`, { at: execution.timeoutAt, fire: async (active) => active.timeOut() });
      for (const { id, serial, waiting } of threads) {
        if (waiting === undefined) continue;
        const key = `${arn}|${id}|${serial}`;
        const at = instantOf(waiting);
        if (at !== undefined) wanted.set(`${key}|${at}`, { at, fire: (active) => active.due(id, serial) });
        if (
          (waiting.kind === 'lambda' || (waiting.kind === 'token' && waiting.functionArn !== undefined)) &&
          !this.#calls.has(key)
        )
          this.#call(execution, id, serial, waiting);
      }
    }
    for (const [key, cancel] of this.#timers) {
      if (key.startsWith(`${arn}|`) && !wanted.has(key)) {
        cancel();
        this.#timers.delete(key);
      }
    }
    for (const [key, { at, fire }] of wanted) {
      if (this.#timers.has(key)) continue;
      const go = () => {
        this.#timers.delete(key);
        this.#change(arn, fire).catch((error: unknown) => this.ports.onError(error));
      };
      this.#timers.set(key, this.ports.clock.setTimer(at, go));
    }
    for (const [key, call] of this.#calls) {
      const [of, id, serial] = key.split('|');
      if (of === arn && !threads.some((thread) => String(thread.id) === id && String(thread.serial) === serial)) {
        call.abort();
        this.#calls.delete(key);
      }
    }
  }

  /** Calls the function of a parked Task; its answer is a change of its own. */
  #call(
    execution: Execution,
    id: number,
    serial: number,
    waiting: Extract<Waiting, { kind: 'lambda' | 'token' }>,
  ): void {
    const key = `${execution.arn}|${id}|${serial}`;
    const abort = new AbortController();
    this.#calls.set(key, abort);
    const called = this.ports.invoke({
      functionArn: waiting.functionArn ?? '',
      payload: waiting.payload,
      roleArn: execution.roleArn,
      signal: abort.signal,
    });
    void called
      .catch(
        (error: unknown): LambdaAnswer => ({
          statusCode: 0,
          serviceError: 'SdkClientException',
          payload: JSON.stringify({ Message: error instanceof Error ? error.message : String(error) }),
        }),
      )
      .then((answer) => {
        this.#calls.delete(key);
        if (abort.signal.aborted) return undefined;
        return this.#change(execution.arn, (active) => active.called(id, serial, answer));
      })
      .catch((error: unknown) => this.ports.onError(error));
  }
}

/** When a parked thread wants to be looked at again. */
function instantOf(waiting: Waiting): number | undefined {
  if (waiting.kind === 'timer' || waiting.kind === 'retry') return waiting.at;
  if (waiting.kind === 'lambda') return waiting.timeoutAt;
  if (waiting.kind === 'token')
    return Math.min(waiting.timeoutAt ?? Number.POSITIVE_INFINITY, waiting.heartbeatAt ?? Number.POSITIVE_INFINITY) ===
      Number.POSITIVE_INFINITY
      ? undefined
      : Math.min(waiting.timeoutAt ?? Number.POSITIVE_INFINITY, waiting.heartbeatAt ?? Number.POSITIVE_INFINITY);
  return undefined;
}
