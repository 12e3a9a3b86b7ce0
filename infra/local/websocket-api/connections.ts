import type { WebSocket } from 'ws';
import { ServiceError } from '../states/states-error.ts';

/** Bytes of one message, in either direction (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html). */
export const mostMessageBytes = 128 * 1024;

export interface OpenConnection {
  socket: WebSocket;
  connectedAt: number;
  lastActiveAt: number;
  identity: { sourceIp: string; userAgent: string };
}

/** The open connections of all WebSocket APIs, and what the management API does with them (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html). */
export class Connections {
  readonly #open = new Map<string, OpenConnection>();

  add(id: string, connection: OpenConnection): void {
    this.#open.set(id, connection);
  }

  remove(id: string): void {
    this.#open.delete(id);
  }

  closeAll(): void {
    for (const { socket } of this.#open.values()) socket.terminate();
  }

  /** Throws ServiceError: `GoneException` (410), `PayloadTooLargeException` (413). */
  handle(operation: string, id: string, body: Buffer): unknown {
    const connection = this.#open.get(id);
    if (connection === undefined) throw new ServiceError('GoneException', '', 410);
    const { socket, connectedAt, lastActiveAt, identity } = connection;
    switch (operation) {
      case 'PostToConnection':
        if (body.length > mostMessageBytes) throw new ServiceError('PayloadTooLargeException', 'Message too long', 413);
        socket.send(body.toString('utf8'));
        return undefined;
      case 'DeleteConnection':
        socket.close(1000, 'Connection Closed Normally');
        return undefined;
      case 'GetConnection':
        return {
          connectedAt: new Date(connectedAt).toISOString(),
          identity,
          lastActiveAt: new Date(lastActiveAt).toISOString(),
        };
      default:
        throw new ServiceError('UnknownOperationException', `There is no operation ${operation} of connections.`);
    }
  }
}
