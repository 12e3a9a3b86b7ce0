import { type FunctionDefinition, FunctionProcess, type Outcome } from './function-process.ts';

/** Processes of one function that work at the same time at most; further calls wait. */
const mostProcesses = 4;

/** The functions of the template, each in processes of its own that are started when they are first needed. */
export class Functions {
  readonly #definitions: ReadonlyMap<string, FunctionDefinition>;
  readonly #idle = new Map<string, FunctionProcess[]>();
  readonly #all = new Map<string, Set<FunctionProcess>>();
  readonly #waiting = new Map<string, (() => void)[]>();
  readonly #offset: () => number;

  readonly #nameOf: (name: string) => string;
  #stopped = false;

  /** `nameOf` leads from the name in an ARN, which may be that of an alias, to the function's. */
  constructor(definitions: FunctionDefinition[], offset: () => number, nameOf: (name: string) => string) {
    this.#nameOf = nameOf;
    this.#definitions = new Map(definitions.map((definition) => [definition.name, definition]));
    this.#offset = offset;
  }

  /** Calls a function by name, ARN or the ARN of its alias. Throws when there is none. */
  async invoke(target: string, event: unknown): Promise<Outcome> {
    const name = this.#nameOf(/function:([^:]+)/.exec(target)?.[1] ?? target);
    const definition = this.#definitions.get(name);
    if (definition === undefined) throw new Error(`Function not found: ${target}`);
    const process = await this.#take(definition);
    try {
      return await process.invoke(event, this.#offset());
    } finally {
      this.#giveBack(name, process);
    }
  }

  stop(): void {
    this.#stopped = true;
    for (const processes of this.#all.values()) for (const each of processes) each.stop();
  }

  async #take(definition: FunctionDefinition): Promise<FunctionProcess> {
    const { name } = definition;
    for (;;) {
      if (this.#stopped) throw new Error('The embedded cloud is stopping.');
      const idle = this.#idle.get(name)?.pop();
      if (idle !== undefined && !idle.gone) return idle;
      if (idle !== undefined) continue;
      const all = this.#all.get(name) ?? new Set();
      this.#all.set(name, all);
      if (all.size < mostProcesses) {
        const made = new FunctionProcess(definition);
        all.add(made);
        return made;
      }
      await new Promise<void>((resolve) => this.#waiting.set(name, [...(this.#waiting.get(name) ?? []), resolve]));
    }
  }

  #giveBack(name: string, process: FunctionProcess): void {
    if (process.gone) this.#all.get(name)?.delete(process);
    else this.#idle.set(name, [...(this.#idle.get(name) ?? []), process]);
    this.#waiting.get(name)?.shift()?.();
  }
}
