import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { environments } from '../../shared/flow/environments.ts';
import type { Cloud } from './start-cloud.ts';

const folder = fileURLToPath(new URL('../flows', import.meta.url));

/** Publishes the sample flows as a person would, over the API, and points their variables at the demo services. Text that is published already stays the version it is. */
export async function publishSamples(cloud: Cloud): Promise<void> {
  const authorization = `Bearer ${await cloud.token('admin')}`;
  const send = async (method: string, path: string, type: string, body: string) => {
    const response = await fetch(`${cloud.url}${path}`, {
      method,
      headers: { authorization, 'content-type': type },
      body,
    });
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Record<string, unknown>;
  };
  const variables = ['CONTRACTS_URL', 'PAYMENTS_URL'].flatMap((name) =>
    environments.map((environment) =>
      send(
        'PUT',
        `/v1/environments/${environment}/variables/${name}`,
        'application/json',
        JSON.stringify({ value: `${cloud.url}/_local/demo` }),
      ),
    ),
  );
  const flows = readdirSync(folder).map((file) =>
    send('POST', '/v1/flows', 'application/yaml', readFileSync(join(folder, file), 'utf8')),
  );
  await Promise.all([...variables, ...flows]);
}

/** Starts one payment, so that there is an approval to give in the first minute. */
export async function startFirstRun(cloud: Cloud): Promise<string> {
  const response = await fetch(`${cloud.url}/v1/flows/pay-contractor/runs`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await cloud.token('operator')}`,
      'content-type': 'application/json',
      'idempotency-key': 'first-run',
    },
    body: JSON.stringify({ params: { recipient: 'ada@example.com', amount: 1200, contract: 'C-1' } }),
  });
  const { id } = (await response.json()) as { id: string };
  return id;
}
