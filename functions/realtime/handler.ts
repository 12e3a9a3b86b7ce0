import { createRemoteJWKSet } from 'jose';
import { z } from 'zod';
import { toProblem } from '../../shared/api/problem.ts';
import { readJson } from '../../shared/api/read-json.ts';
import { verifyToken } from '../../shared/api/verify-token.ts';
import { environment } from '../../shared/aws/environment.ts';
import { once } from '../../shared/aws/once.ts';
import { socketStore, sockets } from '../../shared/aws/sockets.ts';
import { logger, withStack } from '../../shared/aws/stack.ts';

/** Runs that one connection may name. */
const mostRuns = 50;

/** The events of a WebSocket API (https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html). */
const socketEvent = z.object({
  requestContext: z.object({
    routeKey: z.enum(['$connect', '$disconnect', 'subscribe']),
    connectionId: z.string(),
    requestTimeEpoch: z.number(),
  }),
  body: z.string().optional(),
});

const subscribeMessage = z.object({
  token: z.string('It is an access token, which the first message brings because a WebSocket has no headers.'),
  runs: z.union(
    [
      z.literal('all'),
      z
        .array(z.string().regex(/^[0-9A-HJKMNP-TV-Z]{26}$/))
        .min(1)
        .max(mostRuns),
    ],
    `It is "all", or a list of 1 to ${mostRuns} ids of runs.`,
  ),
});

const tokenRules = once(() => {
  const { SLUICE_ISSUER: issuer, SLUICE_CLIENTS } = environment('SLUICE_ISSUER', 'SLUICE_CLIENTS');
  return {
    issuer,
    clients: SLUICE_CLIENTS.split(','),
    keys: createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`)),
    scope: 'flows.read' as const,
  };
});

/** Takes a subscription and confirms it; whoever may not have one is told why, and is disconnected. */
async function subscribe(connection: string, at: number, body: string): Promise<void> {
  try {
    const { token, runs } = subscribeMessage.parse(readJson(body));
    const expiresAt = await verifyToken(token, tokenRules());
    await socketStore().subscribe({ connection, runs, at, expiresAt });
    await sockets().send(connection, { subscribed: runs, until: new Date(expiresAt * 1000).toISOString() });
  } catch (error) {
    const { code, detail, status } = toProblem(error);
    if (status >= 500) logger.error('The subscription failed', error as Error);
    else logger.info('The subscription was refused', { code });
    await sockets().send(connection, { error: code, message: detail });
    await sockets().close(connection);
  }
}

/** The WebSocket API: who follows which runs. What moved is told by relay-events. */
export const handler = withStack(socketEvent, async ({ requestContext, body = '' }) => {
  const { routeKey, connectionId, requestTimeEpoch } = requestContext;
  if (routeKey === 'subscribe') await subscribe(connectionId, requestTimeEpoch, body);
  else if (routeKey === '$disconnect') await socketStore().remove(connectionId);
  return { statusCode: 200 };
});
