import type { Commit, Json, Payload, Payloads, StoredCommit, Trigger } from '../run/events.ts';
import type { CheckpointState, RunStatus } from '../run/run-state.ts';
import type { EnvironmentStore, SecretValues } from './environment-ports.ts';
import type { FlowStore } from './flow-ports.ts';
import type { TriggerStore } from './trigger-ports.ts';

/** Time, and things that are new every time. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
}
export interface Ids {
  /** A ULID for this instant, rising within a process. */
  ulid(now: number): string;
  /** Something random that nobody else has. */
  random(): string;
}

/** The engine that runs state machines: Step Functions. Every call may be repeated. */
export interface Engine {
  startExecution(start: { machineArn: string; name: string; input: Json }): Promise<void>;
  stopExecution(executionArn: string, error: string, cause: string): Promise<void>;
  describeExecution(
    executionArn: string,
  ): Promise<{ status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED'; error?: string } | undefined>;
  /** A task that is no longer there is no error: the run went on without it. */
  sendTaskSuccess(taskToken: string, output: Json): Promise<void>;
}

/** A row of the list of runs; everything in it is derived from commits. */
export interface Summary {
  id: string;
  flow: string;
  title: string;
  version: number;
  environment: string;
  type: 'flow' | 'guide';
  status: RunStatus;
  outcome?: string;
  phase?: string;
  generation: number;
  trigger: Trigger;
  startedAt: string;
  /** When the run was to begin, if later than it was started. */
  startAt?: string;
  endedAt?: string;
  /** When the reconciler looks at the run next. */
  dueAt?: string;
}

/** A checkpoint as it is stored beside the log: what a link, a token and a decision need without folding the run. */
export interface CheckpointRecord extends CheckpointState {
  run: string;
  flow: string;
  title: string;
  status: 'pending' | 'decided' | 'cancelled';
  taskToken: string;
  /** Rises when links are made anew; a link of an earlier issue is superseded. */
  issue: number;
  delivered?: boolean;
}

/** What a person's inbox shows of a checkpoint. */
export type InboxRow = Pick<
  CheckpointRecord,
  'id' | 'run' | 'flow' | 'title' | 'step' | 'kind' | 'message' | 'openedAt' | 'expiresAt'
>;

/** What is written together with a commit, all or nothing. */
export type Change =
  | { type: 'start'; summary: Summary; key?: { scope: string; key: string; bodyHash: string; expiresAt: number } }
  | {
      type: 'summary';
      run: string;
      set: Partial<Pick<Summary, 'status' | 'outcome' | 'phase' | 'generation' | 'endedAt'>>;
      dueAt?: string | null;
    }
  /** Notes at a run that another one was made from it. */
  | { type: 'again'; origin: string; run: string }
  /** Counts a start of a day, as long as there are fewer than the limit; `expiresAt` in seconds. */
  | {
      type: 'cap';
      scope: 'flow' | 'deployment';
      flow: string;
      day: string;
      limit: number;
      expiresAt: number;
    }
  /** Takes a slot of a pool, if it is free. */
  | { type: 'take-slot'; pool: string; slot: number; run: string }
  /** Only while the run holds the slot; `mark` is new, so that nobody who read the slot before gives it away. */
  | { type: 'keep-slot'; pool: string; slot: number; run: string; mark: string }
  /** Gives a slot back, if the run holds it, and its mark is still the one that was read when one is named. */
  | { type: 'free-slot'; pool: string; slot: number; run: string; mark?: string }
  /** Stands in line, at the place of the run's id. */
  | { type: 'join-line'; pool: string; run: string }
  | { type: 'leave-line'; pool: string; run: string }
  /** Only while a lane ends where it was seen to end: another generation, or the end of the run, goes first. */
  | { type: 'fence'; run: string; lane: string; seq: number }
  | { type: 'open'; checkpoint: CheckpointRecord }
  | { type: 'decide'; checkpoint: CheckpointRecord; now: string; requireOpen: boolean };

/** What became of a write. `lane`: another commit took the place, fold again. */
export type Written =
  | { ok: true }
  | { ok: false; because: 'lane' }
  | { ok: false; because: 'slot' }
  | { ok: false; because: 'cap'; cap: Extract<Change, { type: 'cap' }> }
  | { ok: false; because: 'key'; run: string; bodyHash: string }
  | { ok: false; because: 'checkpoint'; checkpoint?: CheckpointRecord };

/** A slot of a pool that is taken. */
export interface Slot {
  slot: number;
  run: string;
  mark: string;
}

/** The runs and what lies beside them. Reads are consistent. */
export interface RunStore {
  /** Commits of the named lanes, or of all. */
  readLanes(run: string, lanes?: readonly string[]): Promise<StoredCommit[]>;
  commit(write: { commit: Commit; payloads: Payloads; changes?: Change[] }): Promise<Written>;
  /** The value of a payload, wherever it lies; undefined once erased. */
  valueOf(payloads: Payloads, payload: Payload): Promise<Json | undefined>;
  summary(run: string): Promise<Summary | undefined>;
  /** The first `limit` slots of a pool that are taken, and whether runs wait in its line: known while fewer than `limit` are taken. */
  pool(pool: string, limit: number): Promise<{ taken: Slot[]; waited: boolean }>;
  headOfLine(pool: string): Promise<string | undefined>;
  slot(pool: string, slot: number): Promise<Slot | undefined>;
  /** The place of a run in the line of a pool, from 1; at most 1,000, which then means that or more. */
  placeInLine(pool: string, run: string): Promise<number>;
  joinLine(pool: string, run: string): Promise<void>;
  leaveLine(pool: string, run: string): Promise<void>;
  /** Ids of the runs that were made from a run, newest first. */
  madeFrom(run: string, limit: number): Promise<string[]>;
  setSummary(change: Extract<Change, { type: 'summary' }>): Promise<void>;
  checkpoint(id: string): Promise<CheckpointRecord | undefined>;
  checkpointsOf(run: string): Promise<CheckpointRecord[]>;
  /** Open checkpoints that ask a person, the oldest first; `cursor` is the id of the last one seen. */
  inbox(person: string, page: { limit: number; cursor?: string }): Promise<{ items: InboxRow[]; cursor?: string }>;
  /** Checkpoints of all runs that match: open ones, the newest run first, or decided ones, the last decision first. A page reads at most 500. */
  checkpoints(query: {
    status: 'pending' | 'decided';
    matches: (record: CheckpointRecord) => boolean;
    limit: number;
    cursor?: string;
  }): Promise<{ items: CheckpointRecord[]; cursor?: string }>;
  /** Marks a pending checkpoint of a closed run, and takes it from the inboxes. */
  cancelCheckpoint(record: CheckpointRecord): Promise<void>;
  /** Commits of all lanes after a ULID, by their ids. A reader that follows a run asks from ten seconds before the last one it knows: lanes have writers, and clocks, of their own. */
  commitsAfter(run: string, after: string, limit: number): Promise<Commit[]>;
  /** Answers the record as it then is. */
  setCheckpoint(id: string, set: { taskToken?: string; delivered?: boolean }): Promise<CheckpointRecord>;
  /** Runs whose `dueAt` has passed, the longest due first. */
  due(now: string, limit: number): Promise<Summary[]>;
  list(
    query: {
      /** One, or any of several. */
      flow?: string | readonly string[];
      /** One, or any of several. */
      status?: string | readonly string[];
      environment?: string;
      type?: string;
      trigger?: string;
      from?: string;
      to?: string;
      q?: string;
      limit: number;
      cursor?: string;
    },
    now: string,
  ): Promise<{ items: Summary[]; cursor?: string }>;
}

/** Where steps that need a container of their own are executed; a run records the profile that it had. */
export interface Profile {
  /** A container image, with its digest or tag. */
  image: string;
  /** Names of the tools that are in it. */
  tools: string[];
  /** Ids of the repositories that it is made for; the parameter `repositoryId` selects by them. */
  repositories: string[];
  runtime?: string;
}

/** What holds for the whole deployment. */
export interface Settings {
  /** Runs that all flows together may start on one day (UTC). */
  dailyCap?: number;
  /** E-mail addresses of groups of people, by name; flows name them as `group:finance`. */
  groups?: Record<string, string[]>;
  /** Sandbox profiles by name: what steps that need a container of their own are executed in. */
  profiles?: Record<string, Profile>;
}

export interface SettingsStore {
  read(): Promise<Settings>;
  write(settings: Settings): Promise<void>;
}

/** Everything that a command may use. */
export interface Ports {
  secrets: SecretValues;
  settings: SettingsStore;
  runs: RunStore;
  flows: FlowStore;
  environments: EnvironmentStore;
  triggers: TriggerStore;
  engine: Engine;
  clock: Clock;
  ids: Ids;
}
