import { randomBytes } from 'node:crypto';
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { arnOf } from '../deployment/account.ts';
import type { Functions } from '../lambda/functions.ts';
import type { Resource } from '../template/evaluate-template.ts';
import { type Connections, mostMessageBytes } from './connections.ts';
import { watchFrames } from './frame-sizes.ts';
import { socketPath } from './paths.ts';
import { selectRoute } from './select-route.ts';
import { type Connected, identityOf, socketEvents } from './socket-events.ts';
import { type SocketStage, socketStagesOf } from './stages.ts';

/** Bytes of one frame from a client; a longer message comes in several (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html). */
const mostFrameBytes = 32 * 1024;
/** Close code of a frame or message that is too large (RFC 6455 §7.4.1). */
const tooLarge = 1009;

export interface SocketApiOptions {
  functions: Functions;
  connections: Connections;
  now(): number;
  /** Throws unless the function lets this API call it. */
  authorize(functionArn: string, sourceArn: string): void;
  onError(error: unknown): void;
}

const refuse = (socket: Duplex, status: number) =>
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);

/** Serves the template's WebSocket APIs: routes, integrations, events and limits as API Gateway has them. */
export function createSocketApi(resources: Resource[], options: SocketApiOptions) {
  const { functions, connections, now, authorize, onError } = options;
  const stages = new Map(socketStagesOf(resources).map((stage) => [`${socketPath}/${stage.stage}`, stage]));
  const server = new WebSocketServer({ noServer: true, maxPayload: mostMessageBytes });
  let stopped = false;

  /** Calls what a route leads to and answers its status: 404 when there is no such route. */
  const call = async ({ api, stage, routes }: SocketStage, routeKey: string, event: unknown): Promise<number> => {
    const functionArn = routes.get(routeKey);
    if (functionArn === undefined) return 404;
    try {
      authorize(functionArn, arnOf('execute-api', `${api}/${stage}/${routeKey}`));
      const outcome = await functions.invoke(functionArn, event);
      if ('error' in outcome) return 500;
      return ((JSON.parse(outcome.result) ?? {}) as { statusCode?: number }).statusCode ?? 200;
    } catch (error) {
      if (!stopped) onError(error);
      return 500;
    }
  };

  const serve = (at: SocketStage, connected: Connected, socket: WebSocket) => {
    const { id, request, connectedAt } = connected;
    const events = socketEvents(at, connected, now);
    const connection = { socket, connectedAt, lastActiveAt: connectedAt, identity: identityOf(request) };
    connections.add(id, connection);
    const take = async (body: string) => {
      connection.lastActiveAt = now();
      const named = selectRoute(at.expression, body) ?? '';
      const event = events.message(/^\$/.test(named) || !at.routes.has(named) ? '$default' : named, body);
      const { routeKey, requestId } = event.requestContext;
      const status = await call(at, routeKey, event);
      // What API Gateway says to the client when no route or no integration answers.
      const message = status === 404 ? 'Forbidden' : status >= 500 ? 'Internal server error' : undefined;
      if (message !== undefined) socket.send(JSON.stringify({ message, connectionId: id, requestId }));
    };
    let refused = false;
    request.socket.prependListener(
      'data',
      watchFrames((payload) => {
        if (payload <= mostFrameBytes) return;
        refused = true;
        socket.close(tooLarge, 'Message too big');
      }),
    );
    socket.on('message', (data) => {
      if (!refused) take(data.toString()).catch(onError);
    });
    // Such as a message that is too large: `ws` closes the connection itself.
    socket.on('error', () => undefined);
    socket.on('close', (code, reason) => {
      connections.remove(id);
      if (!stopped) void call(at, '$disconnect', events.disconnect(code, reason.toString()));
    });
  };

  return {
    /** Takes the upgrade of an HTTP connection: asks `$connect` first, as API Gateway does. */
    async upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
      socket.on('error', () => undefined);
      const at = stages.get(request.url?.split('?')[0] ?? '');
      if (at === undefined) return void refuse(socket, 403);
      const connected = { id: `${randomBytes(11).toString('base64url')}=`, request, connectedAt: now() };
      const status = at.routes.has('$connect')
        ? await call(at, '$connect', socketEvents(at, connected, now).connect())
        : 200;
      if (status >= 300) return void refuse(socket, status >= 500 ? 502 : status);
      server.handleUpgrade(request, socket, head, (opened) => serve(at, connected, opened));
    },
    stop(): void {
      stopped = true;
      connections.closeAll();
    },
  };
}
