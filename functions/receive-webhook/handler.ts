import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { z } from 'zod';
import { bodyText } from '../../shared/api/body-text.ts';
import { readHookKey } from '../../shared/api/hook-key.ts';
import { toProblem } from '../../shared/api/problem.ts';
import { createPorts } from '../../shared/aws/create-ports.ts';
import { environment } from '../../shared/aws/environment.ts';
import { linkSecret } from '../../shared/aws/link-secret.ts';
import { logger, withStack } from '../../shared/aws/stack.ts';
import { takeEvent } from '../../shared/commands/event-triggers.ts';
import { type ReceiveWebhook, receiveWebhook } from '../../shared/commands/receive-webhook.ts';
import type { Outcome } from '../../shared/commands/trigger-ports.ts';
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

/** Takes a delivery of the log, which was verified when it came, or an event of it once more. */
async function takeAgain({ flow, id }: { flow: string; id: string }): Promise<Outcome> {
  const ports = createPorts();
  const record = await ports.triggers.delivery(flow, id);
  if (record === undefined)
    throw new SluiceError('delivery-not-found', `The log of "${flow}" has no delivery "${id}"; it goes back 30 days.`, {
      status: 404,
    });
  const { environment: where } = record;
  if (record.trigger === 'webhook') {
    if (record.delivery !== undefined)
      return receiveWebhook(ports, { flow, environment: where, delivery: record.delivery, replayOf: id });
    throw new SluiceError('not-authentic', 'This delivery was not authentic; its content was not kept.', {
      status: 409,
    });
  }
  if (record.delivery !== undefined)
    return takeEvent(ports, { flow, environment: where, trigger: record.event, event: record.delivery }, id);
  throw new SluiceError('not-kept', 'This event was too large for the log to keep. Have it sent once more.', {
    status: 409,
  });
}

/** Takes deliveries of webhooks, the one function outside the API that starts runs for strangers; and replays of what triggers brought. */
export const handler = withStack(z.custom<Call>(), async (call): Promise<APIGatewayProxyStructuredResultV2> => {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
  try {
    const again = replay.safeParse(call);
    const became = again.success
      ? await takeAgain(again.data.replay)
      : await receiveWebhook(createPorts(), await received(call as APIGatewayProxyEventV2));
    const { SLUICE_PUBLIC_URL } = environment('SLUICE_PUBLIC_URL');
    const body =
      became.outcome === 'accepted'
        ? { outcome: became.outcome, id: became.run, url: `${SLUICE_PUBLIC_URL}/v1/runs/${became.run}` }
        : became;
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
