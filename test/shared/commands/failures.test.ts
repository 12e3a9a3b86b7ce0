import { describe, expect, it } from 'vitest';
import { stepOf } from '../../../shared/run/run-state.ts';
import { useCommands } from '../../support/commands.ts';
import { until } from '../../support/until.ts';

const on = useCommands();

describe('failures and retries', () => {
  it('retries as often as the flow says, with one key, and waits in the state machine', async () => {
    on.demo.failing.set('/flaky', 2);
    await on.core.publish(
      `flow: retries\nsteps:\n  - { id: call, phase: Calling, http: { method: POST, url: "{{ env.PAYMENTS_URL }}/flaky" }, retry: { attempts: 3, interval: 1m, backoff: 2 } }\n`,
    );
    const run = await on.core.start('retries');
    await until('the first attempt', async () => (await on.core.state(run)).steps.get('call')?.retryAt !== undefined);
    on.core.clock.advance(60_000);
    await until(
      'the second attempt',
      async () =>
        on.demo.at('/flaky').length === 2 && (await on.core.state(run)).steps.get('call')?.retryAt !== undefined,
    );
    on.core.clock.advance(120_000);
    const state = await on.core.reaches(run, 'completed');
    expect(new Set(on.demo.at('/flaky').map((each) => each.key)).size).toBe(1);
    const begun = { startedAt: expect.any(String), retryAt: expect.any(String) };
    expect(stepOf(state, 'call')).toMatchObject({
      attempt: 3,
      attemptAt: expect.any(String),
      attempts: [
        { attempt: 1, ...begun },
        { attempt: 2, ...begun },
      ],
    });
    expect(await on.core.ports.runs.summary(run)).toMatchObject({ phase: 'Calling' });
    expect(await on.core.entered(run)).toEqual(['call', 'call · try again', 'call', 'call · try again', 'call']);
  });

  it('records a failure with type, message and suggestion, skips what follows and fails the execution', async () => {
    await on.core.publish(
      `flow: fails\nsteps:\n  - { id: fetch, http: { url: "{{ env.PAYMENTS_URL }}/x?status=404" } }\n  - { id: after, transform: "{{ steps.fetch.output.body }}" }\n`,
    );
    const run = await on.core.start('fails');
    const state = await on.core.reaches(run, 'failed');
    expect(stepOf(state, 'fetch')).toMatchObject({
      status: 'failed',
      attempt: 1,
      error: { type: 'Http.Status', suggestion: expect.any(String) },
    });
    expect(stepOf(state, 'after')).toMatchObject({ status: 'skipped', reason: '"fetch" failed' });
    expect(state.closed?.error).toMatchObject({ step: 'fetch' });
  });

  it('takes the alternative path, and completes in part', async () => {
    await on.core.publish(
      `flow: alternative\nsteps:\n  - { id: try, needs: [], http: { url: "{{ env.PAYMENTS_URL }}/x?status=500" } }\n  - { id: fine, needs: [try], transform: 1 }\n  - { id: otherwise, needs: [try], when: "{{ steps.try.status = 'failed' }}", transform: 2 }\n`,
    );
    const run = await on.core.start('alternative');
    const state = await on.core.reaches(run, 'completed');
    expect(state.closed?.outcome).toBe('partial');
    expect(await on.core.steps(run)).toEqual({ try: 'failed', fine: 'skipped', otherwise: 'complete' });
  });

  it('names the path that yields nothing', async () => {
    await on.core.publish(
      `flow: missing\nsteps:\n  - { id: a, transform: { open: true } }\n  - { id: b, transform: "{{ steps.a.output.opne }}" }\n`,
    );
    const state = await on.core.reaches(await on.core.start('missing'), 'failed');
    expect(stepOf(state, 'b').error).toMatchObject({
      type: 'Expression.Missing',
      message: expect.stringContaining('Did you mean "open"'),
    });
  });

  it('refuses a result without the promised shape', async () => {
    await on.core.publish(
      `flow: shape\nsteps:\n  - { id: a, transform: { n: x }, output: { type: object, properties: { n: { type: number } } } }\n`,
    );
    expect(stepOf(await on.core.reaches(await on.core.start('shape'), 'failed'), 'a').error).toMatchObject({
      type: 'Output.Shape',
    });
  });
});
