import type { Data } from '../model.ts';
import { ServiceError, StatesError } from '../states-error.ts';
import { type Operation, text } from './operation.ts';

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskSuccess.html */
export const sendTaskSuccess: Operation = async (input, { engine }) => {
  let output: Data;
  try {
    output = JSON.parse(text(input, 'output')) as Data;
  } catch (error) {
    throw new ServiceError(
      'InvalidOutput',
      `Invalid Output: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  await engine.answerToken(text(input, 'taskToken'), { output });
  return {};
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskFailure.html */
export const sendTaskFailure: Operation = async (input, { engine }) => {
  await engine.answerToken(text(input, 'taskToken'), {
    error: new StatesError(input.error as string | undefined, input.cause as string | undefined),
  });
  return {};
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskHeartbeat.html */
export const sendTaskHeartbeat: Operation = async (input, { engine }) => {
  await engine.heartbeat(text(input, 'taskToken'));
  return {};
};
