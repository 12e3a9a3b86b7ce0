import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** A small JSON document in the data folder, written whole and put in place at once, so that a killed process leaves the old or the new. */
export class DocumentFile<T> {
  readonly #file: string;
  value: T;

  constructor(file: string, initial: T) {
    this.#file = file;
    this.value = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as T) : initial;
  }

  save(): void {
    // Some hold keys and secrets: nobody else on the machine reads them.
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.value), { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
  }
}
