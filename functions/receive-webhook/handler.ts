import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { z } from 'zod';
import { bodyText } from '../../shared/api/body-text.ts';
import { readHookKey } from '../../shared/api/hook-key.ts';
import { toProblem } from '../../shared/api/problem.ts';
import { createPorts } from '../../shared/aws/create-ports.ts';
import { environment } from '../../shared/aws/environment.ts';
import { linkSecret } from '../../shared/aws/link-secret.ts';
import { logger, withStack } from '../../shared/aws/stack.ts';
import { type ReceiveWebhook, receiveWebhook } from '../../shared/commands/receive-webhook.ts';
import { SluiceError } from '../../shared/errors/sluice-error.ts';

/** What the API asks for: a delivery of the log, once more. */
const replay = z.object({ replay: z.object({ flow: z.string(), id: z.string() }) });
type Call = APIGatewayProxyEventV2 | z.output<typeof replay>;

const notFound = () => new SluiceError('not-found', 'There is no webhook at this address.', { status: 404 });

/** The delivery of a request, its body as it came over the wire. */
async function received(event: APIGatewayProxyEventV2): Promise<ReceiveWebhook> {
  const { flow = '', key = '' } = event.pathParameters ?? {};
  const found = readHookKey(await linkSecret(), flow, key);
  if (found === undefined) throw notFound();
  const clean = (values: Record<string, string | undefined> = {}) =>
    Object.fromEntries(Object.entries(values).map(([name, value = '']) => [name, value]));
  return {
    flow,
    environment: found,
    delivery: { headers: clean(event.headers), query: clean(event.queryStringParameters), body: bodyText(event) },
  };
}

/** A delivery of the log, as it was verified when it came. */
async function replayed({ flow, id }: { flow: string; id: string }): Promise<ReceiveWebhook> {
  const record = await createPorts().triggers.delivery(flow, id);
  if (record === undefined) throw notFound();
  if (record.delivery === undefined)
    throw new SluiceError('not-authentic', 'This delivery was not authentic; its content was not kept.', {
      status: 409,
    });
  return { flow, environment: record.environment, delivery: record.delivery, replayOf: id };
}

/** Takes deliveries of webhooks, and replays of them: the one function outside the API that starts runs for strangers. */
export const handler = withStack(z.custom<Call>(), async (call): Promise<APIGatewayProxyStructuredResultV2> => {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  try {
    const again = replay.safeParse(call);
    const receive = again.success ? await replayed(again.data.replay) : await received(call as APIGatewayProxyEventV2);
    const { outcome, run, reason } = await receiveWebhook(createPorts(), receive);
    const { SLUICE_PUBLIC_URL } = environment('SLUICE_PUBLIC_URL');
    const body =
      run === undefined ? { outcome, reason } : { outcome, id: run, url: `${SLUICE_PUBLIC_URL}/v1/runs/${run}` };
    return { statusCode: 202, headers, body: JSON.stringify(body) };
  } catch (error) {
    const problem = toProblem(error);
    if (problem.status >= 500) logger.error('A delivery failed', error as Error);
    else logger.info('A delivery was refused', { code: problem.code });
    return {
      statusCode: problem.status,
      headers: { ...headers, 'content-type': 'application/problem+json' },
      body: JSON.stringify(problem),
    };
  }
});
