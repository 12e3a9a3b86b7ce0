/** A value as it travels through a state machine. */
export type Data = null | boolean | number | string | Data[] | { [key: string]: Data };

/** A state of the Amazon States Language as it was written; `validate.ts` has accepted it. */
export type StateDefinition = Record<string, unknown> & { Type: string };

/** A state machine or a branch of one. */
export interface Machine {
  StartAt: string;
  States: Record<string, StateDefinition>;
}

/** What a parked thread waits for. `serial` of the thread tells a late answer from the one that is awaited. */
export type Waiting =
  | { kind: 'lambda'; functionArn: string; payload?: Data; timeoutAt?: number }
  | {
      kind: 'token';
      token: string;
      functionArn?: string;
      payload?: Data;
      timeoutAt?: number;
      heartbeatMs?: number;
      heartbeatAt?: number;
    }
  | { kind: 'timer'; at: number }
  | { kind: 'retry'; at: number }
  | { kind: 'branches'; results: (Data | undefined)[]; left: number; next: number; items?: Data[]; last: number };

/** One strand of an execution: the main one, a branch of a Parallel, or an iteration of a Map. */
export interface Thread {
  id: number;
  parent?: number;
  /** Index of the branch or item in the parent. */
  index?: number;
  /** Names and branch indexes that lead from the definition to the machine this thread runs. */
  scope: (string | number)[];
  state: string;
  input: Data;
  variables: Record<string, Data>;
  /** Id of the event before the next one of this thread. */
  previous: number;
  /** `previous` as it was when the state was entered. */
  before: number;
  /** Id of the event with which the state was entered. */
  entered: number;
  enteredAt: number;
  retries: number[];
  serial: number;
  waiting?: Waiting;
  mapItem?: { Index: number; Value: Data };
}

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** Everything about an execution but its history. */
export interface Execution {
  arn: string;
  name: string;
  machineArn: string;
  versionArn?: string;
  aliasArn?: string;
  roleArn: string;
  definition: string;
  status: ExecutionStatus;
  startedAt: number;
  stoppedAt?: number;
  timeoutAt?: number;
  input: string;
  output?: string;
  error?: string;
  cause?: string;
  threads: Thread[];
  threadCount: number;
  events: number;
}

/** An event of the history, in the shape of GetExecutionHistory (its timestamp in seconds). */
export interface HistoryEvent {
  id: number;
  previousEventId: number;
  timestamp: number;
  type: string;
  [details: string]: unknown;
}

/** The machine that a thread is in: the whole one, or that of a branch or an item; `scope` is a path of state names and branch numbers. */
export function machineAt(definition: Machine, scope: (string | number)[]): Machine {
  let machine = definition;
  for (let index = 0; index < scope.length; index += 2) {
    const state = machine.States[String(scope[index])];
    const branches = (state?.Branches ?? []) as Machine[];
    machine = (state?.Type === 'Map' ? state.ItemProcessor : branches[Number(scope[index + 1])]) as Machine;
  }
  return machine;
}
