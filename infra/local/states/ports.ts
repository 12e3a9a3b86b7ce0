import type { Data, Execution } from './model.ts';
import type { StatesStore } from './store.ts';

/** Time as the engine sees it: milliseconds, and a timer that may be cancelled. It can be advanced, so it is a port. */
export interface EngineClock {
  now(): number;
  setTimer(at: number, fire: () => void): () => void;
}

/** What a Lambda function answered, as its Invoke API tells it. */
export interface LambdaAnswer {
  statusCode: number;
  /** `X-Amz-Function-Error` when the function threw. */
  functionError?: string;
  executedVersion?: string;
  /** Text of the answer: the result, or the error as JSON. */
  payload: string;
  /** Set when Lambda itself refused: the exception's name. */
  serviceError?: string;
}

/** Everything around the engine. */
export interface EnginePorts {
  store: StatesStore;
  clock: EngineClock;
  /** Calls a function as the machine's role; rejects when it cannot be reached. */
  invoke(call: {
    functionArn: string;
    payload: Data | undefined;
    roleArn: string;
    signal: AbortSignal;
  }): Promise<LambdaAnswer>;
  /** Tells of an execution that began or ended ("Step Functions Execution Status Change"). */
  onStatusChange?(execution: Execution): void;
  /** Hears of a defect: an error that no caller is there to receive. */
  onError(error: unknown): void;
}
