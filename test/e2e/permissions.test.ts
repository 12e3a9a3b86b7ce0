import { expect, it } from 'vitest';
import { Client } from '../support/client.ts';
import { startTestCloud } from '../support/cloud.ts';
import { removeAction } from '../support/remove-action.ts';

it('a permission that the CDK app does not give is refused, and the refusal names action and resource', async () => {
  const cloud = await startTestCloud({
    changeTemplate: (template) => removeAction(template, 'Api', 'states:StartExecution'),
  });
  try {
    const client = new Client(cloud.url);
    const answer = await client.call('POST', '/v1/flows/pay-contractor/runs', {
      body: { params: { recipient: 'ada@example.com', amount: 1, contract: 'C-1' } },
    });
    // The start is recorded: once the permission is back, the reconciler hands the run to the engine.
    expect(answer).toMatchObject({ status: 201, body: { status: 'pending' } });
    expect(JSON.stringify(answer.body)).not.toContain('arn:aws');
    const refusal = cloud.refusals().at(-1);
    expect(refusal).toMatch(
      /is not authorized to perform: states:StartExecution on resource: arn:aws:states:[^ ]+pay-contractor/,
    );
  } finally {
    await cloud.close();
  }
});
