import type { Execution, Thread } from './model.ts';

/** The context object that a state sees as `$states.context` (https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html). */
export function contextObject(execution: Execution, thread: Thread, more: Record<string, unknown>) {
  return {
    Execution: {
      Id: execution.arn,
      Name: execution.name,
      Input: JSON.parse(execution.input),
      RoleArn: execution.roleArn,
      StartTime: new Date(execution.startedAt).toISOString(),
    },
    StateMachine: { Id: execution.machineArn, Name: execution.machineArn.split(':').at(-1) },
    State: {
      Name: thread.state,
      EnteredTime: new Date(thread.enteredAt).toISOString(),
      RetryCount: thread.retries.reduce((sum, each) => sum + (each ?? 0), 0),
    },
    ...(more.taskToken === undefined ? {} : { Task: { Token: more.taskToken } }),
    ...(more.mapItem === undefined && thread.mapItem === undefined
      ? {}
      : { Map: { Item: more.mapItem ?? thread.mapItem } }),
  };
}
