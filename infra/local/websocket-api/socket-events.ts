import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { SocketStage } from './stages.ts';

/** A connection as its events name it. */
export interface Connected {
  id: string;
  request: IncomingMessage;
  connectedAt: number;
}

/** As API Gateway writes it: `21/Nov/2025:08:48:00 +0000`. */
function requestTime(at: number): string {
  const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(at).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}

/** The address and the browser of a client. */
export const identityOf = ({ socket, headers }: IncomingMessage) => ({
  sourceIp: socket.remoteAddress ?? '',
  userAgent: headers['user-agent'] ?? '',
});

/** Events of a WebSocket API (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html). */
export function socketEvents({ api, stage }: SocketStage, { id, request, connectedAt }: Connected, now: () => number) {
  const context = (routeKey: string, eventType: 'CONNECT' | 'MESSAGE' | 'DISCONNECT') => ({
    routeKey,
    eventType,
    extendedRequestId: randomUUID(),
    requestTime: requestTime(now()),
    messageDirection: 'IN',
    stage,
    connectedAt,
    requestTimeEpoch: now(),
    identity: identityOf(request),
    requestId: randomUUID(),
    domainName: request.headers.host ?? '',
    connectionId: id,
    apiId: api,
  });
  const multiValueHeaders = Object.fromEntries(
    Object.entries(request.headersDistinct).map(([name, values = []]) => [name, values]),
  );
  const headers = Object.fromEntries(
    Object.entries(multiValueHeaders).map(([name, values]) => [name, values.at(-1) ?? '']),
  );
  const isBase64Encoded = false;
  return {
    connect: () => ({
      headers,
      multiValueHeaders,
      requestContext: context('$connect', 'CONNECT'),
      isBase64Encoded,
    }),
    message: (routeKey: string, body: string) => ({
      requestContext: { ...context(routeKey, 'MESSAGE'), messageId: randomBytes(11).toString('base64') },
      body,
      isBase64Encoded,
    }),
    disconnect: (disconnectStatusCode: number, disconnectReason: string) => ({
      headers: { Host: headers.host ?? '' },
      multiValueHeaders: { Host: multiValueHeaders.host ?? [] },
      requestContext: { ...context('$disconnect', 'DISCONNECT'), disconnectStatusCode, disconnectReason },
      isBase64Encoded,
    }),
  };
}
