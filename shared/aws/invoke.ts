import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import type { Actor } from '../run/events.ts';
import { environment } from './environment.ts';
import { once } from './once.ts';

/** Another function could not be called, or threw. */
export class InvokeError extends Error {}

const client = once(() => new LambdaClient({ maxAttempts: 4 }));

const answer = z.object({
  /** Whether schedules and rules follow what was asked for. */
  synced: z.boolean().default(false),
  published: z.object({ version: z.int() }).optional(),
  refused: z
    .object({ code: z.string(), message: z.string(), status: z.int(), details: z.record(z.string(), z.unknown()) })
    .optional(),
});

/** Calls the function that publishes flows, through its alias. Throws InvokeError when it failed. */
export async function invokePublishFlow(call: {
  source: string;
  format: 'yaml' | 'json';
  actor: Actor;
}): Promise<z.output<typeof answer>> {
  const { SLUICE_PUBLISH_FLOW } = environment('SLUICE_PUBLISH_FLOW');
  const { Payload, FunctionError } = await client().send(
    new InvokeCommand({ FunctionName: SLUICE_PUBLISH_FLOW, Payload: JSON.stringify(call) }),
  );
  const text = Payload?.transformToString() ?? '';
  if (FunctionError !== undefined) throw new InvokeError(`publish-flow failed: ${text}`);
  return answer.parse(JSON.parse(text));
}

const httpAnswer = z.object({ statusCode: z.int(), body: z.string() });

/** Has a delivery or an event of a flow's log taken once more. Throws InvokeError when the function failed. */
export async function invokeReplay(replay: { flow: string; id: string }): Promise<{ status: number; body: unknown }> {
  const { SLUICE_RECEIVE_WEBHOOK } = environment('SLUICE_RECEIVE_WEBHOOK');
  const { Payload, FunctionError } = await client().send(
    new InvokeCommand({ FunctionName: SLUICE_RECEIVE_WEBHOOK, Payload: JSON.stringify({ replay }) }),
  );
  const text = Payload?.transformToString() ?? '';
  if (FunctionError !== undefined) throw new InvokeError(`receive-webhook failed: ${text}`);
  const { statusCode, body } = httpAnswer.parse(JSON.parse(text));
  return { status: statusCode, body: JSON.parse(body) as unknown };
}

/** Has the schedules and rules of a flow made those that its environments' versions say; false when they do not follow yet. Throws InvokeError when the function failed. */
export async function invokeSync(flow: string): Promise<boolean> {
  const { SLUICE_PUBLISH_FLOW } = environment('SLUICE_PUBLISH_FLOW');
  const { Payload, FunctionError } = await client().send(
    new InvokeCommand({ FunctionName: SLUICE_PUBLISH_FLOW, Payload: JSON.stringify({ sync: flow }) }),
  );
  const text = Payload?.transformToString() ?? '';
  if (FunctionError !== undefined) throw new InvokeError(`publish-flow failed: ${text}`);
  return answer.parse(JSON.parse(text)).synced;
}
