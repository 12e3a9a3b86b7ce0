import { describe, expect, it } from 'vitest';
import { decideCheckpoint } from '../../../shared/commands/decide-checkpoint.ts';
import { payment, useCommands } from '../../support/commands.ts';
import { ada } from '../../support/core.ts';
import { until } from '../../support/until.ts';

const on = useCommands();

describe('starting', () => {
  it('one key starts one run, however many ask at once; with another body it is refused', async () => {
    const idempotencyKey = crypto.randomUUID();
    const ids = await Promise.all(
      Array.from({ length: 20 }, () => on.core.start('pay-contractor', payment, { idempotencyKey })),
    );
    expect(new Set(ids).size).toBe(1);
    await expect(on.core.start('pay-contractor', { ...payment, amount: 7 }, { idempotencyKey })).rejects.toMatchObject({
      code: 'idempotency-key-reused',
      status: 422,
    });
  });

  it('names every parameter that is wrong, and the near name of an unknown flow', async () => {
    await expect(on.core.start('pay-contractor', { recipient: 'ada@example.com', amount: -1 })).rejects.toMatchObject({
      code: 'invalid-params',
      details: { errors: expect.arrayContaining([expect.objectContaining({ path: 'amount' })]) },
      message: expect.stringContaining('contract'),
    });
    await expect(on.core.start('pay-contracter', payment)).rejects.toMatchObject({
      code: 'flow-not-found',
      message: expect.stringContaining('pay-contractor'),
    });
  });

  it('keeps large values in S3 and gives them back', async () => {
    await on.core.publish(
      `flow: large\nparams: { type: object, properties: { text: { type: string } } }\nsteps:\n  - { id: copy, transform: "{{ params.text }}" }\n`,
    );
    const text = 'x'.repeat(40_000);
    const run = await on.core.start('large', { text });
    await on.core.reaches(run, 'completed');
    expect(await on.core.output(run, 'copy')).toBe(text);
    const [first] = await on.core.ports.runs.readLanes(run, ['main']);
    expect(Object.values(first?.payloads ?? {}).some((each) => each.s3?.startsWith(`runs/${run}/`))).toBe(true);
  });

  it('checkpoint mode every asks before each step; none asks only where the flow itself does', async () => {
    await on.core.publish(
      `flow: modes\nsteps:\n  - { id: a, transform: 1 }\n  - { id: b, checkpoint: { to: x@example.com, message: "b?", expires: 1h }, transform: 2 }\n`,
    );
    const { plans } = (await on.core.ports.flows.version('modes', 1)) ?? expect.fail();
    expect(new Set([plans.template, plans.every, plans.none].map((each) => each.machineArn)).size).toBe(3);
    const payment = (await on.core.ports.flows.version('pay-contractor', 1)) ?? expect.fail();
    expect(payment.plans.none.machineArn).toBe(payment.plans.template.machineArn);
    const free = await on.core.start('modes', {}, { checkpoints: 'none' });
    await on.core.reaches(free, 'completed');
    const watched = await on.core.start('modes', {}, { checkpoints: 'every' });
    for (const step of ['a', 'b']) {
      await until(`the gate before ${step}`, async () => (await on.pending(watched)) === `${watched}.${step}.before`);
      await decideCheckpoint(on.core.ports, {
        checkpoint: await on.pending(watched),
        action: step === 'a' ? 'approve' : 'skip',
        actor: ada,
      });
    }
    await on.core.reaches(watched, 'completed');
    expect(await on.core.steps(watched)).toEqual({ a: 'complete', b: 'skipped' });
  });
});

it('lists runs newest first, filtered, page by page', async () => {
  const runs = on.core.ports.runs;
  const [, , , last = ''] = await Promise.all(
    Array.from({ length: 4 }, () => on.core.start('pay-contractor', payment)),
  );
  await on.core.reaches(last, 'awaiting_input');
  await decideCheckpoint(on.core.ports, { checkpoint: await on.pending(last), action: 'reject', actor: ada });
  await on.core.reaches(last, 'rejected');
  await on.core.start('onboard-customer', { name: 'Acme', email: 'a@example.com' });
  const now = new Date(on.core.clock.now()).toISOString();
  const first = await runs.list({ flow: 'pay-contractor', limit: 2 }, now);
  expect(first.items).toHaveLength(2);
  const second = await runs.list(
    { flow: 'pay-contractor', limit: 2, ...(first.cursor === undefined ? {} : { cursor: first.cursor }) },
    now,
  );
  const ids = [...first.items, ...second.items].map((row) => row.id);
  expect(ids).toEqual([...ids].sort().reverse());
  expect(new Set(ids).size).toBe(4);
  const rejected = await runs.list({ status: 'rejected', limit: 50 }, now);
  expect(rejected.items.length).toBeGreaterThan(0);
  expect(rejected.items.every((row) => row.status === 'rejected')).toBe(true);
  const found = await runs.list({ q: 'onboard', limit: 5 }, now);
  expect(found.items.map((row) => row.flow)).toEqual(['onboard-customer']);
});
