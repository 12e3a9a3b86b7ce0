import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import type { States } from './create-states.ts';
import { ServiceError } from './states-error.ts';

/** Serves Step Functions alone over its protocol, AWS JSON 1.0 (https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html). */
export function serveStates(states: States): Server {
  return createServer(async (request, response) => {
    const answer = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
    try {
      const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
      const body = await text(request);
      answer(200, await states.handle(operation, body === '' ? {} : (JSON.parse(body) as Record<string, unknown>)));
    } catch (error) {
      if (error instanceof ServiceError) answer(400, { __type: error.code, message: error.message });
      else {
        console.error(error);
        answer(500, { __type: 'InternalFailure', message: 'The engine failed; its log has the reason.' });
      }
    }
  });
}
