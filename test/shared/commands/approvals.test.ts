import { describe, expect, it } from 'vitest';
import { decideCheckpoint } from '../../../shared/commands/decide-checkpoint.ts';
import { endRun } from '../../../shared/commands/end-run.ts';
import { reconcile } from '../../../shared/commands/settle-run.ts';
import { verifyLanes } from '../../../shared/run/chain.ts';
import { statusOf } from '../../../shared/run/run-state.ts';
import { payment, useCommands } from '../../support/commands.ts';
import { ada } from '../../support/core.ts';
import { until } from '../../support/until.ts';

const on = useCommands();

describe('the contractor payment', () => {
  it('waits for a person, then pays, in three transitions and three calls', async () => {
    const run = await on.core.start('pay-contractor', payment);
    await on.core.reaches(run, 'awaiting_input');
    expect(await on.core.steps(run)).toEqual({ contract: 'complete', fee: 'complete', 'sign-off': 'awaiting_input' });
    expect(await on.core.output(run, 'fee')).toEqual({ net: 1164, open: true });
    const record = await on.core.ports.runs.checkpoint(await on.pending(run));
    expect(record).toMatchObject({
      message: 'Pay 1200 to ada@example.com?',
      to: ['finance@example.com'],
      status: 'pending',
    });
    await decideCheckpoint(on.core.ports, {
      checkpoint: record?.id ?? '',
      action: 'approve',
      actor: ada,
      comment: 'Looks right',
    });
    const done = await on.core.reaches(run, 'completed');
    expect(done.closed).toMatchObject({ outcome: 'success' });
    expect(await on.core.entered(run)).toEqual(['contract + fee', 'sign-off', 'pay']);
    expect(on.core.calls.map((call) => call.unit)).toEqual(['contract + fee', 'sign-off', 'pay']);
    expect(on.demo.at('/payments')).toMatchObject([
      {
        method: 'POST',
        path: '/payments',
        key: `${run}/pay/1`,
        body: JSON.stringify({ to: 'ada@example.com', amount: 1164 }),
      },
    ]);
    expect(verifyLanes((await on.core.ports.runs.readLanes(run)).map(({ commit }) => commit))).toEqual([]);
    expect(await on.core.ports.runs.summary(run)).toMatchObject({ status: 'completed', outcome: 'success' });
  });

  it('a rejection ends the run, pays nothing, and keeps the comment', async () => {
    const run = await on.core.start('pay-contractor', payment);
    await on.core.reaches(run, 'awaiting_input');
    await decideCheckpoint(on.core.ports, {
      checkpoint: await on.pending(run),
      action: 'reject',
      actor: ada,
      comment: 'Wrong amount',
    });
    const state = await on.core.reaches(run, 'rejected');
    expect(state.closed).toMatchObject({ reason: 'Wrong amount', by: { id: 'ada' } });
    expect(on.demo.at('/payments')).toEqual([]);
  });

  it('of a hundred opposite decisions at once one wins, and the others are told who and when', async () => {
    const run = await on.core.start('pay-contractor', payment);
    await on.core.reaches(run, 'awaiting_input');
    const checkpoint = await on.pending(run);
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, (_, n) =>
        decideCheckpoint(on.core.ports, {
          checkpoint,
          action: n % 2 === 0 ? 'approve' : 'reject',
          actor: { ...ada, id: `u${n}`, name: `User ${n}` },
        }),
      ),
    );
    expect(results.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
    const refused = results.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
    expect(
      refused.every((error) => error.code === 'checkpoint-decided' && /by User \d+ at 20/.test(error.message)),
    ).toBe(true);
    const { decision } = (await on.core.ports.runs.checkpoint(checkpoint)) ?? {};
    await on.core.reaches(run, decision?.action === 'approve' ? 'completed' : 'rejected');
  });

  it('skipping leaves the approval out and goes on', async () => {
    const run = await on.core.start('pay-contractor', payment);
    await on.core.reaches(run, 'awaiting_input');
    await decideCheckpoint(on.core.ports, { checkpoint: await on.pending(run), action: 'skip', actor: ada });
    await on.core.reaches(run, 'completed');
    expect((await on.core.steps(run))['sign-off']).toBe('skipped');
    expect(on.demo.at('/payments')).toHaveLength(1);
  });

  it('nobody decides in time: the policy does, by the reconciler, and it is written down', async () => {
    await on.core.publish(
      'flow: asks\nsteps:\n  - { id: ask, approve: { to: x@example.com, message: "Well?", expires: 1h, onExpire: reject } }\n',
    );
    const run = await on.core.start('asks');
    await on.core.reaches(run, 'awaiting_input');
    const checkpoint = await on.pending(run);
    on.core.clock.advance(3_600_000);
    await expect(decideCheckpoint(on.core.ports, { checkpoint, action: 'approve', actor: ada })).rejects.toMatchObject({
      code: 'checkpoint-expired',
    });
    await reconcile(on.core.ports, () => undefined);
    const state = await on.core.reaches(run, 'rejected');
    expect(state.checkpoints.get(checkpoint)?.decision).toMatchObject({
      action: 'reject',
      auto: 'expired',
      by: { type: 'system' },
    });
    expect(state.closed?.reason).toMatch(/^Nobody decided by /);
  });

  it('cancel is recorded first; a second one is the same, and a decision comes too late', async () => {
    const run = await on.core.start('pay-contractor', payment);
    await on.core.reaches(run, 'awaiting_input');
    const checkpoint = await on.pending(run);
    const cancel = { status: 'cancelled' as const, reason: 'Not needed', actor: ada };
    await endRun(on.core.ports, run, cancel);
    await endRun(on.core.ports, run, cancel);
    await expect(decideCheckpoint(on.core.ports, { checkpoint, action: 'approve', actor: ada })).rejects.toMatchObject({
      code: 'checkpoint-closed',
    });
    await expect(endRun(on.core.ports, run, { ...cancel, status: 'timed_out' })).rejects.toMatchObject({
      code: 'run-closed',
    });
    expect(statusOf(await on.core.state(run))).toBe('cancelled');
  });
});

it('a graph with branches, a wait and two recipients runs to its end', async () => {
  const run = await on.core.start('onboard-customer', { name: 'Acme', email: 'a@example.com' });
  await until(
    'both branches to have begun',
    async () => on.demo.at('/accounts').length === 1 && on.demo.at('/contracts/Acme').length === 1,
  );
  await until('the wait', async () => (await on.core.state(run)).steps.get('settle')?.status === 'running');
  on.core.clock.advance(2_500);
  await on.core.reaches(run, 'awaiting_input');
  expect(await on.core.ports.runs.checkpoint(await on.pending(run))).toMatchObject({
    to: ['finance@example.com', 'sales@example.com'],
    message: 'Give Acme a limit of 500? The record is good.',
  });
  await decideCheckpoint(on.core.ports, { checkpoint: await on.pending(run), action: 'approve', actor: ada });
  await on.core.reaches(run, 'completed');
  expect(verifyLanes((await on.core.ports.runs.readLanes(run)).map(({ commit }) => commit))).toEqual([]);
});
