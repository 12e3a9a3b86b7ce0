import { randomUUID } from 'node:crypto';
import { carried, type Frame, field, type StateType, seconds } from '../frame.ts';
import type { Data } from '../model.ts';
import { StatesError } from '../states-error.ts';

const invoke = 'arn:aws:states:::lambda:invoke';
/** Whether a resource is one that this engine calls; anything else is refused when the machine is created. */
export const isKnownResource = (resource: unknown): boolean =>
  typeof resource === 'string' &&
  (resource === invoke ||
    resource === `${invoke}.waitForTaskToken` ||
    /^arn:aws[\w-]*:lambda:[^:]+:\d+:function:/.test(resource));

const resourceOf = (frame: Frame) => String(frame.state.Resource).slice('arn:aws:states:::lambda:'.length);
const isDirect = (frame: Frame) => !String(frame.state.Resource).startsWith('arn:aws:states:::');

/** What the events of a task name it by. */
export const taskNames = (frame: Frame) => ({ resource: resourceOf(frame), resourceType: 'lambda' });

/** Task calls a Lambda function and waits for its answer, or for a task token (Step Functions guide, "Call a service with the optimized integrations"). */
export const task: StateType = {
  async enter(frame) {
    const direct = isDirect(frame);
    const waits = String(frame.state.Resource).endsWith('.waitForTaskToken');
    const token = waits ? `AQ${Buffer.from(`${randomUUID()}${randomUUID()}`).toString('base64url')}` : undefined;
    const context = token === undefined ? {} : { taskToken: token };
    const parameters =
      frame.state.Arguments === undefined
        ? direct
          ? frame.thread.input
          : {}
        : await field(frame, 'Arguments', context);
    const timeout = await seconds(frame, 'TimeoutSeconds');
    const heartbeat = await seconds(frame, 'HeartbeatSeconds');
    const limits = {
      ...(timeout === undefined ? {} : { timeoutInSeconds: timeout }),
      ...(heartbeat === undefined ? {} : { heartbeatInSeconds: heartbeat }),
    };
    const text = carried(parameters, 'arguments');
    if (direct) {
      frame.record('LambdaFunctionScheduled', {
        resource: frame.state.Resource,
        input: text,
        inputDetails: { truncated: false },
        ...limits,
      });
      frame.record('LambdaFunctionStarted');
    } else {
      frame.record('TaskScheduled', { ...taskNames(frame), region: 'us-east-1', parameters: text, ...limits });
      frame.record('TaskStarted', taskNames(frame));
    }
    const call = direct
      ? { FunctionName: String(frame.state.Resource), Payload: parameters }
      : (parameters as { FunctionName?: Data; Payload?: Data });
    if (typeof call.FunctionName !== 'string')
      throw new StatesError(
        'States.Runtime',
        `The Arguments of the state '${frame.thread.state}' name no FunctionName.`,
      );
    const target = {
      functionArn: call.FunctionName,
      ...(call.Payload === undefined ? {} : { payload: call.Payload }),
      ...(timeout === undefined ? {} : { timeoutAt: frame.now + timeout * 1000 }),
    };
    if (token === undefined) frame.park({ kind: 'lambda', ...target });
    else
      frame.park({
        kind: 'token',
        token,
        ...target,
        ...(heartbeat === undefined
          ? {}
          : { heartbeatMs: heartbeat * 1000, heartbeatAt: frame.now + heartbeat * 1000 }),
      });
  },
};

/** Goes on with what a task returned. */
export async function taskSucceeded(frame: Frame, result: Data): Promise<void> {
  const output = carried(result, 'result');
  if (isDirect(frame)) frame.record('LambdaFunctionSucceeded', { output, outputDetails: { truncated: false } });
  else frame.record('TaskSucceeded', { ...taskNames(frame), output, outputDetails: { truncated: false } });
  await frame.leave({ next: frame.state.Next as string | undefined, result, output: result });
}

/** Records that a task failed and hands the error on to retriers and catchers. */
export function taskFailed(frame: Frame, error: StatesError): never {
  const details = {
    ...(error.error === undefined ? {} : { error: error.error }),
    ...(error.cause === undefined ? {} : { cause: error.cause }),
  };
  const timedOut = error.error === 'States.Timeout';
  if (isDirect(frame)) frame.record(timedOut ? 'LambdaFunctionTimedOut' : 'LambdaFunctionFailed', details);
  else frame.record(timedOut ? 'TaskTimedOut' : 'TaskFailed', { ...taskNames(frame), ...details });
  throw error;
}
