import type { StateType } from './frame.ts';
import { choice } from './types/choice.ts';
import { fail } from './types/fail.ts';
import { map } from './types/map.ts';
import { parallel } from './types/parallel.ts';
import { pass } from './types/pass.ts';
import { succeed } from './types/succeed.ts';
import { task } from './types/task.ts';
import { wait } from './types/wait.ts';

/** Every type of state that this engine runs. */
export const stateTypes: Readonly<Record<string, StateType>> = {
  Choice: choice,
  Fail: fail,
  Map: map,
  Parallel: parallel,
  Pass: pass,
  Succeed: succeed,
  Task: task,
  Wait: wait,
};

const withoutDetails = new Set([
  'MapStateSucceeded',
  'MapStateFailed',
  'ParallelStateStarted',
  'ParallelStateSucceeded',
  'ParallelStateFailed',
  'LambdaFunctionStarted',
]);

/** The member of an event that holds its details (Step Functions API reference, "HistoryEvent"). */
export function detailsKey(type: string): string | undefined {
  if (withoutDetails.has(type)) return undefined;
  if (type.endsWith('StateEntered')) return 'stateEnteredEventDetails';
  if (type.endsWith('StateExited')) return 'stateExitedEventDetails';
  return `${type[0]?.toLowerCase()}${type.slice(1)}EventDetails`;
}
