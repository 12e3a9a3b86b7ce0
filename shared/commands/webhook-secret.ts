import { SluiceError } from '../errors/sluice-error.ts';
import type { Diagnostic } from '../flow/diagnostic.ts';
import { didYouMean } from '../flow/did-you-mean.ts';
import { parseDocumentText, printPath } from '../flow/document.ts';
import type { Environment } from '../flow/environments.ts';
import type { Flow } from '../flow/flow.ts';
import { triggersIn } from '../flow/triggers-in.ts';
import type { Ports } from './ports.ts';
import type { PublishFlow } from './publish-flow.ts';

type Missing = { name: string; message: string; hint: string };

/** What is to be said of the secret that a webhook checks signatures with, when an environment does not have it. */
async function missingSecret(
  { environments }: Pick<Ports, 'environments'>,
  { webhook }: Flow,
  environment: Environment,
): Promise<Missing | undefined> {
  const name = webhook?.secret;
  if (name === undefined) return undefined;
  const known = (await environments.secretNames(environment)).map((each) => each.name);
  if (known.includes(name)) return undefined;
  const near = didYouMean(name, known);
  return {
    name,
    message: `The environment "${environment}" has no secret ${name}, with which the webhook checks signatures: it would refuse every delivery.`,
    hint: `Set it: PUT /v1/environments/${environment}/secrets/${name} {"value": …}.${known.length === 0 ? '' : ` ${near}`}`,
  };
}

/** Refuses to point an environment at a flow whose webhook could verify nothing there. Throws `secret-missing` (409). */
export async function requireWebhookSecret(
  ports: Pick<Ports, 'environments'>,
  flow: Flow,
  environment: Environment,
): Promise<void> {
  const missing = await missingSecret(ports, flow, environment);
  if (missing !== undefined)
    throw new SluiceError('secret-missing', `${missing.message} ${missing.hint}`, {
      status: 409,
      details: { missing: [missing.name] },
    });
}

/** The same as a warning about a flow's text, which may be published before its secret is set. */
export async function webhookSecretWarnings(
  ports: Pick<Ports, 'environments'>,
  flow: Flow,
  environment: Environment,
  { source, format }: Pick<PublishFlow, 'source' | 'format'>,
): Promise<Diagnostic[]> {
  const missing = await missingSecret(ports, flow, environment);
  if (missing === undefined) return [];
  const document = parseDocumentText(source, format);
  const [found] = triggersIn(document.data as Record<string, unknown>, 'webhook');
  const path = [...(found?.path ?? ['on']), 'secret'];
  const position = document.positionOf(path);
  const { message, hint } = missing;
  return [
    {
      severity: 'warning',
      code: 'secret-missing',
      path: printPath(path),
      message,
      hint,
      ...(position === undefined ? {} : { position }),
    },
  ];
}
