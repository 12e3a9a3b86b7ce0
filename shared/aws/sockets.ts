import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SocketStore, Sockets } from '../commands/socket-ports.ts';
import { createSocketStore } from '../store/socket-store.ts';
import { environment } from './environment.ts';
import { once } from './once.ts';

/** Milliseconds that a message may take to be handed over: mails of the same batch do not wait for longer. */
const requestTimeout = 2_000;

/** The connections of this deployment's WebSocket API (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html). */
export const sockets: () => Sockets = once(() => {
  const { SLUICE_SOCKETS } = environment('SLUICE_SOCKETS');
  const client = new ApiGatewayManagementApiClient({
    endpoint: SLUICE_SOCKETS,
    maxAttempts: 2,
    requestHandler: { requestTimeout },
  });
  const unlessGone = async (call: Promise<unknown>): Promise<boolean> => {
    try {
      await call;
      return true;
    } catch (error) {
      if (error instanceof GoneException) return false;
      throw error;
    }
  };
  return {
    send: (ConnectionId, message) =>
      unlessGone(client.send(new PostToConnectionCommand({ ConnectionId, Data: JSON.stringify(message) }))),
    async close(ConnectionId) {
      await unlessGone(client.send(new DeleteConnectionCommand({ ConnectionId })));
    },
  };
});

/** Who follows what, in this deployment's table. */
export const socketStore: () => SocketStore = once(() =>
  createSocketStore({
    client: new DynamoDBClient({ maxAttempts: 4 }),
    table: environment('SLUICE_TABLE').SLUICE_TABLE,
  }),
);
