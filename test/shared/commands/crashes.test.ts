import { describe, expect, it } from 'vitest';
import { decideCheckpoint } from '../../../shared/commands/decide-checkpoint.ts';
import { settleRun } from '../../../shared/commands/settle-run.ts';
import { statusOf, stepOf } from '../../../shared/run/run-state.ts';
import { payment, useCommands } from '../../support/commands.ts';
import { ada } from '../../support/core.ts';
import { until } from '../../support/until.ts';

const on = useCommands();

describe('crashes', () => {
  it('a worker that dies after its work was committed repeats nothing', async () => {
    let crashes = 1;
    on.core.crash.after = (unit) => unit === 'contract + fee' && crashes-- > 0;
    const run = await on.core.start('pay-contractor', payment);
    await until('a crash', async () => on.core.calls.length >= 1 && crashes === 0);
    on.core.clock.advance(5_000);
    await on.core.reaches(run, 'awaiting_input');
    expect(on.demo.at('/contracts/C-1')).toHaveLength(1);
  });

  it('an execution that ended without closing its run is followed by a new generation, which repeats no completed step', async () => {
    const run = await on.core.start('pay-contractor', payment);
    await on.core.reaches(run, 'awaiting_input');
    await on.core.ports.engine.stopExecution(
      `arn:aws:states:us-east-1:111111111111:execution:sluice-pay-contractor:${run}-g1`,
      'Test',
      'gone',
    );
    await settleRun(on.core.ports, run);
    await until('the second generation to wait', async () =>
      on.core.calls.some((call) => call.generation === 2 && call.unit === 'sign-off'),
    );
    await decideCheckpoint(on.core.ports, { checkpoint: await on.pending(run), action: 'approve', actor: ada });
    await settleRun(on.core.ports, run);
    const state = await on.core.reaches(run, 'completed');
    expect(state.generation).toBe(2);
    expect(on.demo.at('/contracts/C-1')).toHaveLength(1);
    expect(on.demo.at('/payments')).toHaveLength(1);
  });

  it.each(['before', 'after'])(
    'a decision %s the moment at which a new generation leaves its token reaches that generation',
    async (when) => {
      const run = await on.core.start('pay-contractor', payment);
      await on.core.reaches(run, 'awaiting_input');
      const checkpoint = await on.pending(run);
      const decide = () => decideCheckpoint(on.core.ports, { checkpoint, action: 'approve', actor: ada });
      const { runs, engine } = on.core.ports;
      const setCheckpoint = runs.setCheckpoint;
      runs.setCheckpoint = async (id, set) => {
        if (set.taskToken === undefined) return setCheckpoint(id, set);
        runs.setCheckpoint = setCheckpoint;
        if (when === 'before') await decide();
        const record = await setCheckpoint(id, set);
        if (when === 'after') await decide();
        return record;
      };
      await engine.stopExecution(
        `arn:aws:states:us-east-1:111111111111:execution:sluice-pay-contractor:${run}-g1`,
        'Test',
        'gone',
      );
      await settleRun(on.core.ports, run);
      await on.core.reaches(run, 'completed');
      expect(on.demo.at('/payments')).toHaveLength(1);
    },
  );

  it.each([
    ['on the main lane', ''],
    ['in a branch', '  - { id: other, needs: [zero], transform: 1 }\n'],
  ])('a worker that outlives its execution starts nothing new (%s)', async (_where, other) => {
    const call = (name: string) => `http: { url: "{{ env.PAYMENTS_URL }}/${name}" }`;
    const name = other === '' ? 'outlived-main' : 'outlived-branch';
    await on.core.publish(
      `flow: ${name}\nsteps:\n  - { id: zero, transform: 0 }\n  - { id: one, needs: [zero], ${call(`${name}-1`)} }\n  - { id: two, needs: [one], ${call(`${name}-2`)} }\n${other}`,
    );
    const commit = on.core.ports.runs.commit;
    let overtaken = false;
    on.core.ports.runs.commit = async (write) => {
      const starts = write.commit.events.some((event) => event.type === 'StepStarted' && event.step === 'two');
      if (starts && !overtaken) {
        // Between the two steps of this worker its execution is stopped, and another generation begins.
        overtaken = true;
        const { run } = write.commit;
        await on.core.ports.engine.stopExecution(
          `arn:aws:states:us-east-1:111111111111:execution:sluice-${name}:${run}-g1`,
          'Test',
          'gone',
        );
        await settleRun(on.core.ports, run);
        const written = await commit(write);
        expect(written).toEqual({ ok: false, because: 'lane' });
        return written;
      }
      return commit(write);
    };
    try {
      const run = await on.core.start(name);
      await until('the second generation', async () => (await on.core.state(run)).generation === 2);
      await until('the end', async () => {
        on.core.clock.advance(2_000);
        return (await on.core.state(run)).closed?.status === 'completed';
      });
      expect(on.demo.at(`/${name}-1`)).toHaveLength(1);
      expect(on.demo.at(`/${name}-2`)).toHaveLength(1);
    } finally {
      on.core.ports.runs.commit = commit;
    }
  });

  it('an at-most-once step whose outcome is not known blocks the run instead of happening again', async () => {
    await on.core.publish(
      `flow: once\nsteps:\n  - { id: pay, effect: at-most-once, timeout: 1s, http: { method: POST, url: "{{ env.PAYMENTS_URL }}/once" } }\n  - { id: receipt, transform: true }\n`,
    );
    const commit = on.core.ports.runs.commit;
    let lost = false;
    on.core.ports.runs.commit = async (write) => {
      if (lost || !write.commit.events.some((event) => event.type === 'StepCompleted')) return commit(write);
      lost = true;
      throw Object.assign(new Error('killed'), { name: 'Runtime.ExitError' });
    };
    const run = await on.core.start('once');
    await until('the loss of its answer', async () => lost);
    on.core.ports.runs.commit = commit;
    await until('the end of its deadline', async () => {
      on.core.clock.advance(7_000);
      return statusOf(await on.core.state(run)) === 'blocked';
    });
    expect(on.demo.at('/once')).toHaveLength(1);
    expect(stepOf(await on.core.state(run), 'pay').reason).toContain('at most once');
    expect(stepOf(await on.core.state(run), 'receipt').status).toBe('pending');
  });

  it('a commit whose answer was lost is recognised as one’s own', async () => {
    const run = await on.core.start('pay-contractor', payment);
    await on.core.reaches(run, 'awaiting_input');
    const [first] = await on.core.ports.runs.readLanes(run, ['main']);
    if (first === undefined) return expect.fail();
    expect(await on.core.ports.runs.commit({ commit: first.commit, payloads: {} })).toEqual({ ok: true });
    expect(await on.core.ports.runs.commit({ commit: { ...first.commit, writer: 'another' }, payloads: {} })).toEqual({
      ok: false,
      because: 'lane',
    });
  });
});
