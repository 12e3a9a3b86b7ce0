import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import type { Actor } from '../run/events.ts';
import { environment } from './environment.ts';
import { once } from './once.ts';

/** Another function could not be called, or threw. */
export class InvokeError extends Error {}

const client = once(() => new LambdaClient({ maxAttempts: 4 }));

/** Calls a function through its alias, which the environment names, and answers what it returned. */
async function invoke(variable: 'SLUICE_PUBLISH_FLOW' | 'SLUICE_RECEIVE_WEBHOOK', call: unknown): Promise<unknown> {
  const { [variable]: FunctionName } = environment(variable);
  const { Payload, FunctionError } = await client().send(
    new InvokeCommand({ FunctionName, Payload: JSON.stringify(call) }),
  );
  const text = Payload?.transformToString() ?? '';
  if (FunctionError !== undefined) throw new InvokeError(`${FunctionName} failed: ${text}`);
  return JSON.parse(text) as unknown;
}

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
  return answer.parse(await invoke('SLUICE_PUBLISH_FLOW', call));
}

const httpAnswer = z.object({ statusCode: z.int(), body: z.string() });

/** Has a delivery or an event of a flow's log taken once more. Throws InvokeError when the function failed. */
export async function invokeReplay(replay: { flow: string; id: string }): Promise<{ status: number; body: unknown }> {
  const { statusCode, body } = httpAnswer.parse(await invoke('SLUICE_RECEIVE_WEBHOOK', { replay }));
  return { status: statusCode, body: JSON.parse(body) as unknown };
}

/** Has the schedules and rules of a flow made those that its environments' versions say; false when they do not follow yet. Throws InvokeError when the function failed. */
export async function invokeSync(flow: string): Promise<boolean> {
  return answer.parse(await invoke('SLUICE_PUBLISH_FLOW', { sync: flow })).synced;
}
