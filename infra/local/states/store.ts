import { DatabaseSync } from 'node:sqlite';
import type { Execution, HistoryEvent } from './model.ts';

/** A state machine, one published version of it, or an alias, as JSON under its ARN. */
export interface Resource {
  arn: string;
  kind: 'machine' | 'version' | 'alias';
  /** ARN of the machine that a version or alias belongs to; of itself for a machine. */
  machineArn: string;
  createdAt: number;
  data: Record<string, unknown>;
}

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE IF NOT EXISTS resources (arn TEXT PRIMARY KEY, kind TEXT, machine TEXT, createdAt INTEGER, data TEXT) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS executions (arn TEXT PRIMARY KEY, machine TEXT, status TEXT, startedAt INTEGER, data TEXT) WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS executionsByMachine ON executions (machine, startedAt DESC);
  CREATE INDEX IF NOT EXISTS executionsRunning ON executions (status) WHERE status = 'RUNNING';
  CREATE TABLE IF NOT EXISTS events (execution TEXT, id INTEGER, data TEXT, PRIMARY KEY (execution, id)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS tokens (token TEXT PRIMARY KEY, execution TEXT, thread INTEGER) WITHOUT ROWID;
`;

/**
 * What the engine must not lose, in one SQLite file. A write is in the file when the call returns, so a killed process
 * loses nothing (https://sqlite.org/wal.html; `synchronous = NORMAL` could lose the last writes with the power only).
 */
export class StatesStore {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, ReturnType<DatabaseSync['prepare']>>();

  constructor(file: string) {
    this.#db = new DatabaseSync(file);
    this.#db.exec(schema);
  }

  #sql(text: string) {
    const known = this.#statements.get(text);
    if (known !== undefined) return known;
    const statement = this.#db.prepare(text);
    this.#statements.set(text, statement);
    return statement;
  }

  putResource({ arn, kind, machineArn, createdAt, data }: Resource): void {
    this.#sql('INSERT INTO resources VALUES (?, ?, ?, ?, ?) ON CONFLICT (arn) DO UPDATE SET data = excluded.data').run(
      arn,
      kind,
      machineArn,
      createdAt,
      JSON.stringify(data),
    );
  }

  deleteResource(arn: string): void {
    this.#sql('DELETE FROM resources WHERE arn = ?').run(arn);
  }

  resource(arn: string): Resource | undefined {
    return this.#resources('SELECT * FROM resources WHERE arn = ?', arn)[0];
  }

  resources(kind: Resource['kind'], machineArn?: string): Resource[] {
    if (machineArn === undefined)
      return this.#resources('SELECT * FROM resources WHERE kind = ? ORDER BY createdAt, arn', kind);
    return this.#resources(
      'SELECT * FROM resources WHERE kind = ? AND machine = ? ORDER BY createdAt, arn',
      kind,
      machineArn,
    );
  }

  #resources(sql: string, ...values: string[]): Resource[] {
    return this.#sql(sql)
      .all(...values)
      .map((row) => ({
        arn: String(row.arn),
        kind: String(row.kind) as Resource['kind'],
        machineArn: String(row.machine),
        createdAt: Number(row.createdAt),
        data: JSON.parse(String(row.data)),
      }));
  }

  execution(arn: string): Execution | undefined {
    const row = this.#sql('SELECT data FROM executions WHERE arn = ?').get(arn);
    return row === undefined ? undefined : (JSON.parse(String(row.data)) as Execution);
  }

  executions(machineArn: string, status?: string): Execution[] {
    const rows =
      status === undefined
        ? this.#sql('SELECT data FROM executions WHERE machine = ? ORDER BY startedAt DESC LIMIT 1000').all(machineArn)
        : this.#sql(
            'SELECT data FROM executions WHERE machine = ? AND status = ? ORDER BY startedAt DESC LIMIT 1000',
          ).all(machineArn, status);
    return rows.map((row) => JSON.parse(String(row.data)) as Execution);
  }

  running(): string[] {
    return this.#sql("SELECT arn FROM executions WHERE status = 'RUNNING'")
      .all()
      .map((row) => String(row.arn));
  }

  /** Saves an execution with its new events, the tokens it waits for and those it no longer does, all or nothing. */
  save(
    execution: Execution,
    events: HistoryEvent[],
    tokens: { token: string; thread: number }[],
    gone: string[],
  ): void {
    this.#db.exec('BEGIN IMMEDIATE');
    try {
      this.#sql(
        'INSERT INTO executions VALUES (?, ?, ?, ?, ?) ON CONFLICT (arn) DO UPDATE SET status = excluded.status, data = excluded.data',
      ).run(execution.arn, execution.machineArn, execution.status, execution.startedAt, JSON.stringify(execution));
      for (const event of events)
        this.#sql('INSERT INTO events VALUES (?, ?, ?)').run(execution.arn, event.id, JSON.stringify(event));
      for (const { token, thread } of tokens)
        this.#sql('INSERT OR REPLACE INTO tokens VALUES (?, ?, ?)').run(token, execution.arn, thread);
      for (const token of gone) this.#sql('DELETE FROM tokens WHERE token = ?').run(token);
      this.#db.exec('COMMIT');
    } catch (error) {
      this.#db.exec('ROLLBACK');
      throw error;
    }
  }

  token(token: string): { execution: string; thread: number } | undefined {
    const row = this.#sql('SELECT execution, thread FROM tokens WHERE token = ?').get(token);
    return row === undefined ? undefined : { execution: String(row.execution), thread: Number(row.thread) };
  }

  history(arn: string, after: number, limit: number, reverse: boolean): HistoryEvent[] {
    const rows = reverse
      ? this.#sql('SELECT data FROM events WHERE execution = ? AND id < ? ORDER BY id DESC LIMIT ?').all(
          arn,
          after,
          limit,
        )
      : this.#sql('SELECT data FROM events WHERE execution = ? AND id > ? ORDER BY id LIMIT ?').all(arn, after, limit);
    return rows.map((row) => JSON.parse(String(row.data)) as HistoryEvent);
  }

  close(): void {
    this.#db.close();
  }
}
