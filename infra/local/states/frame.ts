import { type Bindings, evaluate, evaluateAs } from './evaluate.ts';
import type { Data, Execution, Machine, StateDefinition, Thread, Waiting } from './model.ts';
import { StatesError } from './states-error.ts';

/** UTF-8 bytes that a state's input or output may have (Step Functions quotas). */
const payloadMostBytes = 262_144;

/** What a state type needs of the engine: the thread it is in, its history, and ways to go on. */
export interface Frame {
  execution: Execution;
  thread: Thread;
  state: StateDefinition;
  now: number;
  /** Adds an event; its details are already in the API's shape. */
  record(type: string, details?: Record<string, unknown>, options?: { previous?: number; keep?: boolean }): number;
  /** Leaves the state: evaluates Assign and Output, records the exit, and goes to the next state or the end of the thread. */
  leave(options: {
    next?: string | undefined;
    result?: Data;
    output?: Data;
    fields?: StateDefinition;
    errorOutput?: Data;
    place?: string;
  }): Promise<void>;
  /** Parks the thread until `waiting` is answered; the engine does what it asks for once the thread is saved. */
  park(waiting: Waiting): void;
  /** Starts a thread below this one. */
  spawn(
    thread: Pick<Thread, 'index' | 'scope' | 'input' | 'previous'> & { start: string; mapItem?: Thread['mapItem'] },
  ): void;
  machine(scope: (string | number)[]): Machine;
  bindings(more?: Record<string, unknown>): Bindings;
}

/** What a state type does when a thread enters it, and when what it waited for has come. */
export interface StateType {
  enter(frame: Frame): Promise<void>;
}

/** Evaluates a field of the state in the frame's scope. */
export const field = (frame: Frame, name: string, more: Record<string, unknown> = {}): Promise<Data> =>
  evaluate(frame.state[name], name, frame.bindings(more));

/** Evaluates a number of seconds, when the state has the field. */
export async function seconds(
  frame: Frame,
  name: 'TimeoutSeconds' | 'HeartbeatSeconds' | 'Seconds',
): Promise<number | undefined> {
  if (frame.state[name] === undefined) return undefined;
  return evaluateAs<number>('number', frame.state[name], name, frame.bindings());
}

/** JSON text of a value, refused when it is larger than Step Functions carries. */
export function carried(value: Data, what: string): string {
  const text = JSON.stringify(value);
  if (Buffer.byteLength(text) > payloadMostBytes)
    throw new StatesError(
      'States.DataLimitExceeded',
      `The ${what} exceeds the maximum number of ${payloadMostBytes} bytes.`,
    );
  return text;
}
