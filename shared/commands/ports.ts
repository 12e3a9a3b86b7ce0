import type { CheckpointMode, Plan } from '../compile/plan.ts';
import type { Flow } from '../flow/flow.ts';
import type { Timetable } from '../flow/timetable.ts';
import type { Actor, Commit, DecisionAction, Json, Payload, Payloads, StoredCommit, Trigger } from '../run/events.ts';
import type { RunStatus } from '../run/run-state.ts';

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
  startExecution(start: { machineArn: string; name: string; input: Json }): Promise<{ executionArn: string }>;
  stopExecution(executionArn: string, error: string, cause: string): Promise<void>;
  describeExecution(
    executionArn: string,
  ): Promise<
    { status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED'; error?: string; cause?: string } | undefined
  >;
  /** False when the task is no longer there: look at what the run says. */
  sendTaskSuccess(taskToken: string, output: Json): Promise<boolean>;
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
  endedAt?: string;
  /** When the reconciler looks at the run next. */
  dueAt?: string;
  executionArn?: string;
}

/** A checkpoint as it is stored beside the log: what a link, a token and a decision need without folding the run. */
export interface CheckpointRecord {
  id: string;
  run: string;
  flow: string;
  title: string;
  step: string;
  lane: string;
  kind: 'approve' | 'checkpoint';
  message: string;
  to: string[];
  openedAt: string;
  expiresAt: string;
  onExpire: DecisionAction;
  status: 'pending' | 'decided' | 'cancelled';
  taskToken: string;
  evidence: Payload;
  /** Rises when links are made anew; a link of an earlier issue is superseded. */
  issue: number;
  decision?: { action: DecisionAction; by: Actor; at: string; comment?: string; auto?: 'expired' | 'auto-approved' };
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
      startedAt: string;
      set: Partial<Pick<Summary, 'status' | 'outcome' | 'phase' | 'generation' | 'endedAt' | 'executionArn'>>;
      dueAt?: string | null;
    }
  /** Counts a start of a day, as long as there are fewer than the limit; `expiresAt` in seconds. */
  | {
      type: 'cap';
      scope: 'flow' | 'deployment';
      flow: string;
      day: string;
      limit: number;
      expiresAt: number;
    }
  /** Only while a lane ends where it was seen to end: another generation, or the end of the run, goes first. */
  | { type: 'fence'; run: string; lane: string; seq: number }
  | { type: 'open'; checkpoint: CheckpointRecord }
  | { type: 'decide'; checkpoint: CheckpointRecord; now: string; requireOpen: boolean };

/** What became of a write. `lane`: another commit took the place, fold again. */
export type Written =
  | { ok: true }
  | { ok: false; because: 'lane' }
  | { ok: false; because: 'cap'; cap: Extract<Change, { type: 'cap' }> }
  | { ok: false; because: 'key'; run: string; bodyHash: string }
  | { ok: false; because: 'checkpoint'; checkpoint?: CheckpointRecord };

/** The runs and what lies beside them. Reads are consistent. */
export interface RunStore {
  /** Commits of the named lanes, or of all. */
  readLanes(run: string, lanes?: readonly string[]): Promise<StoredCommit[]>;
  commit(write: { commit: Commit; payloads: Payloads; changes?: Change[] }): Promise<Written>;
  /** The value of a payload, wherever it lies; undefined once erased. */
  valueOf(payloads: Payloads, payload: Payload): Promise<Json | undefined>;
  summary(run: string): Promise<Summary | undefined>;
  setSummary(change: Extract<Change, { type: 'summary' }>): Promise<void>;
  checkpoint(id: string): Promise<CheckpointRecord | undefined>;
  checkpointsOf(run: string): Promise<CheckpointRecord[]>;
  /** Open checkpoints that ask a person, the oldest first; `cursor` is the id of the last one seen. */
  inbox(person: string, page: { limit: number; cursor?: string }): Promise<{ items: InboxRow[]; cursor?: string }>;
  /** Marks a pending checkpoint of a closed run, and takes it from the inboxes. */
  cancelCheckpoint(record: CheckpointRecord): Promise<void>;
  /** Commits of all lanes after a ULID, by their ids. A reader that follows a run asks from ten seconds before the last one it knows: lanes have writers, and clocks, of their own. */
  commitsAfter(run: string, after: string, limit: number): Promise<Commit[]>;
  setCheckpoint(id: string, set: { taskToken?: string; delivered?: boolean }): Promise<void>;
  /** Runs whose `dueAt` has passed, the longest due first. */
  due(now: string, limit: number): Promise<Summary[]>;
  list(
    query: {
      flow?: string;
      status?: string;
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

/** One published version: what the worker reads. */
export interface FlowVersion {
  flow: Flow;
  version: number;
  source: string;
  format: 'yaml' | 'json';
  plans: Record<CheckpointMode, { plan: Plan; machineArn: string }>;
  publishedAt: string;
  publishedBy: Actor;
}

/** A flow in the list. */
export interface FlowRecord {
  id: string;
  title: string;
  latest: number;
  /** Version that each environment points at. */
  environments: Record<string, number>;
  /** Present while the flow is switched off: by whom, since when. */
  off?: { by: Actor; at: string };
  updatedAt: string;
}

/** What became of a delivery to a webhook. */
export interface DeliveryRecord {
  /** ULID. */
  id: string;
  at: string;
  environment: 'sandbox' | 'live';
  outcome: 'accepted' | 'filtered' | 'refused';
  /** Why it was filtered (the condition) or refused. */
  reason?: string;
  code?: string;
  run?: string;
  /** What the sender calls it. */
  deliveryId?: string;
  replayOf?: string;
  /** What was delivered; absent when it was not authentic. */
  delivery?: { headers: Record<string, string>; query: Record<string, string>; body: string };
}

/** A schedule of a flow in an environment; its id is `<environment>.<schedule>`. */
export interface ScheduleRecord {
  id: string;
  schedule: string;
  environment: 'sandbox' | 'live';
  table: Timetable;
  params: Json;
  /** From when a rate counts. */
  since: string;
  paused?: { by: Actor; at: string };
  lastRun?: { id: string; scheduledTime: string };
  lastRefusal?: { scheduledTime: string; code: string; message: string };
}

/** What fires schedules: EventBridge Scheduler. Calls may be repeated. */
export interface Scheduler {
  put(flow: string, schedule: ScheduleRecord, enabled: boolean): Promise<void>;
  remove(flow: string, id: string): Promise<void>;
}

/** Rules on the event bus: EventBridge. Calls may be repeated; `id` of a removal is `<environment>.<trigger>`. */
export interface EventRules {
  put(
    flow: string,
    rule: { environment: 'sandbox' | 'live'; id: string; pattern: Record<string, unknown> },
  ): Promise<void>;
  remove(flow: string, id: string): Promise<void>;
}

export interface FlowStore {
  flow(id: string): Promise<FlowRecord | undefined>;
  flows(): Promise<FlowRecord[]>;
  version(flow: string, version: number): Promise<FlowVersion | undefined>;
  /** Stores the next version and points environments at it; false when another publication was first. */
  putVersion(version: FlowVersion, record: FlowRecord, expectedLatest: number): Promise<boolean>;
  pointEnvironment(flow: string, environment: string, version: number): Promise<void>;
  /** Switches a flow off, or on again. */
  setOff(flow: string, off: FlowRecord['off']): Promise<void>;
  /** Takes the right to publish a flow until an instant; false while another has it. */
  lease(flow: string, holder: string, now: string, until: string): Promise<boolean>;
  release(flow: string, holder: string): Promise<void>;
  variables(environment: string): Promise<Record<string, string>>;
  schedules(flow: string): Promise<ScheduleRecord[]>;
  putSchedule(flow: string, record: ScheduleRecord): Promise<void>;
  noteSchedule(flow: string, id: string, note: Pick<ScheduleRecord, 'lastRun' | 'lastRefusal'>): Promise<void>;
  removeSchedule(flow: string, id: string): Promise<void>;
  /** Names of the rules that were made for a flow. */
  eventRules(flow: string): Promise<string[]>;
  noteEventRule(flow: string, name: string): Promise<void>;
  removeEventRule(flow: string, name: string): Promise<void>;
  /** Writes a delivery into the log; `expiresAt` in seconds. */
  logDelivery(flow: string, record: DeliveryRecord, expiresAt: number): Promise<void>;
  delivery(flow: string, id: string): Promise<DeliveryRecord | undefined>;
  /** Deliveries, newest first. */
  deliveries(
    flow: string,
    page: { limit: number; cursor?: string },
  ): Promise<{ items: DeliveryRecord[]; cursor?: string }>;
  secretNames(environment: string): Promise<SecretMark[]>;
  markSecret(environment: string, mark: SecretMark): Promise<void>;
  unmarkSecret(environment: string, name: string): Promise<void>;
  setVariable(environment: string, name: string, value: string): Promise<void>;
}

/** What holds for the whole deployment. */
export interface Settings {
  /** Runs that all flows together may start on one day (UTC). */
  dailyCap?: number;
  /** E-mail addresses of groups of people, by name; flows name them as `group:finance`. */
  groups?: Record<string, string[]>;
}

export interface SettingsStore {
  read(): Promise<Settings>;
  write(settings: Settings): Promise<void>;
}

/** Values of secrets: set, and read only where they are used. */
export interface SecretValues {
  put(environment: string, name: string, value: string): Promise<void>;
  remove(environment: string, name: string): Promise<void>;
  /** The values of those names that exist. */
  read(environment: string, names: string[]): Promise<Record<string, string>>;
}

/** That a secret exists, without its value. */
export interface SecretMark {
  name: string;
  setAt: string;
  setBy: Actor;
}

/** Everything that a command may use. */
export interface Ports {
  secrets: SecretValues;
  settings: SettingsStore;
  runs: RunStore;
  flows: FlowStore;
  engine: Engine;
  clock: Clock;
  ids: Ids;
}
