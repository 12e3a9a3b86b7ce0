import { randomUUID } from 'node:crypto';
import type { Data } from './model.ts';
import type { LambdaAnswer } from './ports.ts';
import { StatesError } from './states-error.ts';

const json = (text: string): Data | undefined => {
  try {
    return JSON.parse(text) as Data;
  } catch {
    return undefined;
  }
};

/** The result of `lambda:invoke`, or the error that a function or Lambda itself answered with, as Step Functions shows them. */
export function resultOf(answer: LambdaAnswer, direct: boolean): Data {
  const payload = answer.payload === '' ? null : (json(answer.payload) ?? answer.payload);
  if (answer.serviceError !== undefined) {
    const { Message } = (payload ?? {}) as { Message?: string };
    throw new StatesError(
      `Lambda.${answer.serviceError}`,
      `${Message ?? answer.payload} (Service: Lambda, Status Code: ${answer.statusCode}, Request ID: ${randomUUID()}) (SDK Attempt Count: 1)`,
    );
  }
  if (answer.functionError !== undefined) {
    const { errorType } = (payload ?? {}) as { errorType?: string };
    throw new StatesError(errorType ?? 'Lambda.Unknown', answer.payload);
  }
  if (Buffer.byteLength(answer.payload) > 262_144)
    throw new StatesError(
      'States.DataLimitExceeded',
      "The state/task 'lambda:invoke' returned a result with a size exceeding the maximum number of bytes service limit.",
    );
  if (direct) return payload;
  return {
    ExecutedVersion: answer.executedVersion ?? '$LATEST',
    Payload: payload,
    SdkHttpMetadata: { HttpStatusCode: answer.statusCode },
    SdkResponseMetadata: { RequestId: randomUUID() },
    StatusCode: answer.statusCode,
  };
}
