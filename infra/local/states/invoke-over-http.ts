import type { EnginePorts } from './ports.ts';

/** Calls functions over Lambda's Invoke API (https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html) at an endpoint. */
export function invokeOverHttp(endpoint: string): EnginePorts['invoke'] {
  return async ({ functionArn, payload, signal }) => {
    const response = await fetch(`${endpoint}/2015-03-31/functions/${encodeURIComponent(functionArn)}/invocations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-amz-invocation-type': 'RequestResponse' },
      signal,
      ...(payload === undefined ? {} : { body: JSON.stringify(payload) }),
    });
    const functionError = response.headers.get('x-amz-function-error');
    const version = response.headers.get('x-amz-executed-version');
    return {
      statusCode: response.status,
      payload: await response.text(),
      ...(functionError === null ? {} : { functionError }),
      ...(version === null ? {} : { executedVersion: version }),
      ...(response.ok
        ? {}
        : { serviceError: response.headers.get('x-amzn-errortype')?.split(':')[0] ?? 'ServiceException' }),
    };
  };
}
