import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decideCheckpoint } from '../../../shared/commands/decide-checkpoint.ts';
import { endRun } from '../../../shared/commands/end-run.ts';
import { reconcile, settleRun } from '../../../shared/commands/settle-run.ts';
import { verifyLanes } from '../../../shared/run/chain.ts';
import { statusOf, stepOf } from '../../../shared/run/run-state.ts';
import { ada, type Core, startCore } from '../../support/core.ts';
import { DemoService } from '../../support/demo-service.ts';
import { until } from '../../support/until.ts';

const sample = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../../infra/flows/${name}.yaml`, import.meta.url)), 'utf8');
const params = { recipient: 'ada@example.com', amount: 1200, contract: 'C-1' };

let core: Core;
let demo: DemoService;

beforeAll(async () => {
  demo = await DemoService.start();
  core = await startCore([demo.host]);
  for (const [name, value] of Object.entries({ CONTRACTS_URL: demo.url, PAYMENTS_URL: demo.url }))
    await core.ports.flows.setVariable('sandbox', name, value);
  await core.publish(sample('pay-contractor'));
  await core.publish(sample('onboard-customer'));
});
afterAll(async () => {
  await core?.stop();
  demo?.stop();
});
beforeEach(() => {
  demo.received.length = 0;
  core.calls.length = 0;
  delete core.crash.before;
  delete core.crash.after;
});

const pending = async (run: string) =>
  (await core.ports.runs.checkpointsOf(run)).find((each) => each.status === 'pending')?.id ?? '';

describe('the contractor payment', () => {
  it('waits for a person, then pays, in three transitions and three calls', async () => {
    const run = await core.start('pay-contractor', params);
    await core.reaches(run, 'awaiting_input');
    expect(await core.steps(run)).toEqual({ contract: 'complete', fee: 'complete', 'sign-off': 'awaiting_input' });
    expect(await core.output(run, 'fee')).toEqual({ net: 1164, open: true });
    const record = await core.ports.runs.checkpoint(await pending(run));
    expect(record).toMatchObject({
      message: 'Pay 1200 to ada@example.com?',
      to: ['finance@example.com'],
      status: 'pending',
    });
    await decideCheckpoint(core.ports, {
      checkpoint: record?.id ?? '',
      action: 'approve',
      actor: ada,
      comment: 'Looks right',
    });
    const done = await core.reaches(run, 'completed');
    expect(done.closed).toMatchObject({ outcome: 'success' });
    expect(await core.entered(run)).toEqual(['contract + fee', 'sign-off', 'pay']);
    expect(core.calls.map((call) => call.unit)).toEqual(['contract + fee', 'sign-off', 'pay']);
    expect(demo.at('/payments')).toEqual([
      {
        method: 'POST',
        path: '/payments',
        key: `${run}/pay/1`,
        body: JSON.stringify({ to: 'ada@example.com', amount: 1164 }),
      },
    ]);
    expect(verifyLanes((await core.ports.runs.readLanes(run)).map(({ commit }) => commit))).toEqual([]);
    expect(await core.ports.runs.summary(run)).toMatchObject({ status: 'completed', outcome: 'success' });
  });

  it('a rejection ends the run, pays nothing, and keeps the comment', async () => {
    const run = await core.start('pay-contractor', params);
    await core.reaches(run, 'awaiting_input');
    await decideCheckpoint(core.ports, {
      checkpoint: await pending(run),
      action: 'reject',
      actor: ada,
      comment: 'Wrong amount',
    });
    const state = await core.reaches(run, 'rejected');
    expect(state.closed).toMatchObject({ reason: 'Wrong amount', by: { id: 'ada' } });
    expect(demo.at('/payments')).toEqual([]);
  });

  it('of a hundred opposite decisions at once one wins, and the others are told who and when', async () => {
    const run = await core.start('pay-contractor', params);
    await core.reaches(run, 'awaiting_input');
    const checkpoint = await pending(run);
    const results = await Promise.allSettled(
      Array.from({ length: 100 }, (_, n) =>
        decideCheckpoint(core.ports, {
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
    const { decision } = (await core.ports.runs.checkpoint(checkpoint)) ?? {};
    await core.reaches(run, decision?.action === 'approve' ? 'completed' : 'rejected');
  });

  it('skipping leaves the approval out and goes on', async () => {
    const run = await core.start('pay-contractor', params);
    await core.reaches(run, 'awaiting_input');
    await decideCheckpoint(core.ports, { checkpoint: await pending(run), action: 'skip', actor: ada });
    await core.reaches(run, 'completed');
    expect((await core.steps(run))['sign-off']).toBe('skipped');
    expect(demo.at('/payments')).toHaveLength(1);
  });

  it('nobody decides in time: the policy does, by the reconciler, and it is written down', async () => {
    await core.publish(
      'flow: asks\nsteps:\n  - { id: ask, approve: { to: x@example.com, message: "Well?", expires: 1h, onExpire: reject } }\n',
    );
    const run = await core.start('asks');
    await core.reaches(run, 'awaiting_input');
    const checkpoint = await pending(run);
    core.clock.advance(3_600_000);
    await expect(decideCheckpoint(core.ports, { checkpoint, action: 'approve', actor: ada })).rejects.toMatchObject({
      code: 'checkpoint-expired',
    });
    await reconcile(core.ports, () => undefined);
    const state = await core.reaches(run, 'rejected');
    expect(state.checkpoints.get(checkpoint)?.decision).toMatchObject({
      action: 'reject',
      auto: 'expired',
      by: { type: 'system' },
    });
    expect(state.closed?.reason).toMatch(/^Nobody decided by /);
  });

  it('cancel is recorded first; a second one is the same, and a decision comes too late', async () => {
    const run = await core.start('pay-contractor', params);
    await core.reaches(run, 'awaiting_input');
    const checkpoint = await pending(run);
    const cancel = { status: 'cancelled' as const, reason: 'Not needed', actor: ada };
    await endRun(core.ports, run, cancel);
    await endRun(core.ports, run, cancel);
    await expect(decideCheckpoint(core.ports, { checkpoint, action: 'approve', actor: ada })).rejects.toMatchObject({
      code: 'checkpoint-closed',
    });
    await expect(endRun(core.ports, run, { ...cancel, status: 'timed_out' })).rejects.toMatchObject({
      code: 'run-closed',
    });
    expect(statusOf(await core.state(run))).toBe('cancelled');
  });
});

it('a graph with branches, a wait and two recipients runs to its end', async () => {
  const run = await core.start('onboard-customer', { name: 'Acme', email: 'a@example.com' });
  await until(
    'both branches to have begun',
    async () => demo.at('/accounts').length === 1 && demo.at('/contracts/Acme').length === 1,
  );
  await until('the wait', async () => (await core.state(run)).steps.get('settle')?.status === 'running');
  core.clock.advance(2_500);
  await core.reaches(run, 'awaiting_input');
  expect(await core.ports.runs.checkpoint(await pending(run))).toMatchObject({
    to: ['finance@example.com', 'sales@example.com'],
    message: 'Give Acme a limit of 500? The record is good.',
  });
  await decideCheckpoint(core.ports, { checkpoint: await pending(run), action: 'approve', actor: ada });
  await core.reaches(run, 'completed');
  expect(verifyLanes((await core.ports.runs.readLanes(run)).map(({ commit }) => commit))).toEqual([]);
});

describe('failures and retries', () => {
  it('retries as often as the flow says, with one key, and waits in the state machine', async () => {
    demo.failing.set('/flaky', 2);
    await core.publish(
      `flow: retries\nsteps:\n  - { id: call, http: { method: POST, url: "{{ env.PAYMENTS_URL }}/flaky" }, retry: { attempts: 3, interval: 1m, backoff: 2 } }\n`,
    );
    const run = await core.start('retries');
    await until('the first attempt', async () => (await core.state(run)).steps.get('call')?.retryAt !== undefined);
    core.clock.advance(60_000);
    await until(
      'the second attempt',
      async () => demo.at('/flaky').length === 2 && (await core.state(run)).steps.get('call')?.retryAt !== undefined,
    );
    core.clock.advance(120_000);
    const state = await core.reaches(run, 'completed');
    expect(new Set(demo.at('/flaky').map((each) => each.key)).size).toBe(1);
    expect(stepOf(state, 'call')).toMatchObject({ attempt: 3, attempts: [{ attempt: 1 }, { attempt: 2 }] });
    expect(await core.entered(run)).toEqual(
      ['call', 'call · try again', 'call', 'call · try again', 'call'].filter((_, index) => index < 5),
    );
  });

  it('records a failure with type, message and suggestion, skips what follows and fails the execution', async () => {
    await core.publish(
      `flow: fails\nsteps:\n  - { id: fetch, http: { url: "{{ env.PAYMENTS_URL }}/x?status=404" } }\n  - { id: after, transform: "{{ steps.fetch.output.body }}" }\n`,
    );
    const run = await core.start('fails');
    const state = await core.reaches(run, 'failed');
    expect(stepOf(state, 'fetch')).toMatchObject({
      status: 'failed',
      attempt: 1,
      error: { type: 'Http.Status', suggestion: expect.any(String) },
    });
    expect(stepOf(state, 'after')).toMatchObject({ status: 'skipped', reason: '"fetch" failed' });
    expect(state.closed?.error).toMatchObject({ step: 'fetch' });
  });

  it('takes the alternative path, and completes in part', async () => {
    await core.publish(
      `flow: alternative\nsteps:\n  - { id: try, needs: [], http: { url: "{{ env.PAYMENTS_URL }}/x?status=500" } }\n  - { id: fine, needs: [try], transform: 1 }\n  - { id: otherwise, needs: [try], when: "{{ steps.try.status = 'failed' }}", transform: 2 }\n`,
    );
    const run = await core.start('alternative');
    const state = await core.reaches(run, 'completed');
    expect(state.closed?.outcome).toBe('partial');
    expect(await core.steps(run)).toEqual({ try: 'failed', fine: 'skipped', otherwise: 'complete' });
  });

  it('names the path that yields nothing', async () => {
    await core.publish(
      `flow: missing\nsteps:\n  - { id: a, transform: { open: true } }\n  - { id: b, transform: "{{ steps.a.output.opne }}" }\n`,
    );
    const state = await core.reaches(await core.start('missing'), 'failed');
    expect(stepOf(state, 'b').error).toMatchObject({
      type: 'Expression.Missing',
      message: expect.stringContaining('Did you mean "open"'),
    });
  });

  it('refuses a result without the promised shape', async () => {
    await core.publish(
      `flow: shape\nsteps:\n  - { id: a, transform: { n: x }, output: { type: object, properties: { n: { type: number } } } }\n`,
    );
    expect(stepOf(await core.reaches(await core.start('shape'), 'failed'), 'a').error).toMatchObject({
      type: 'Output.Shape',
    });
  });
});

describe('crashes', () => {
  it('a worker that dies after its work was committed repeats nothing', async () => {
    let crashes = 1;
    core.crash.after = (unit) => unit === 'contract + fee' && crashes-- > 0;
    const run = await core.start('pay-contractor', params);
    await until('a crash', async () => core.calls.length >= 1 && crashes === 0);
    core.clock.advance(5_000);
    await core.reaches(run, 'awaiting_input');
    expect(demo.at('/contracts/C-1')).toHaveLength(1);
  });

  it('an execution that ended without closing its run is followed by a new generation, which repeats no completed step', async () => {
    const run = await core.start('pay-contractor', params);
    await core.reaches(run, 'awaiting_input');
    await core.ports.engine.stopExecution(
      `arn:aws:states:us-east-1:111111111111:execution:sluice-pay-contractor:${run}-g1`,
      'Test',
      'gone',
    );
    await settleRun(core.ports, run);
    await until('the second generation to wait', async () =>
      core.calls.some((call) => call.generation === 2 && call.unit === 'sign-off'),
    );
    await until('its token', async () => (await core.ports.runs.checkpointsOf(run)).length === 1);
    await decideCheckpoint(core.ports, { checkpoint: await pending(run), action: 'approve', actor: ada });
    await settleRun(core.ports, run);
    const state = await core.reaches(run, 'completed');
    expect(state.generation).toBe(2);
    expect(demo.at('/contracts/C-1')).toHaveLength(1);
    expect(demo.at('/payments')).toHaveLength(1);
  });

  it.each([
    ['on the main lane', ''],
    ['in a branch', '  - { id: other, needs: [zero], transform: 1 }\n'],
  ])('a worker that outlives its execution starts nothing new (%s)', async (_where, other) => {
    const call = (name: string) => `http: { url: "{{ env.PAYMENTS_URL }}/${name}" }`;
    const name = other === '' ? 'outlived-main' : 'outlived-branch';
    await core.publish(
      `flow: ${name}\nsteps:\n  - { id: zero, transform: 0 }\n  - { id: one, needs: [zero], ${call(`${name}-1`)} }\n  - { id: two, needs: [one], ${call(`${name}-2`)} }\n${other}`,
    );
    const commit = core.ports.runs.commit;
    let overtaken = false;
    core.ports.runs.commit = async (write) => {
      const starts = write.commit.events.some((event) => event.type === 'StepStarted' && event.step === 'two');
      if (starts && !overtaken) {
        // Between the two steps of this worker its execution is stopped, and another generation begins.
        overtaken = true;
        const { run } = write.commit;
        await core.ports.engine.stopExecution(
          `arn:aws:states:us-east-1:111111111111:execution:sluice-${name}:${run}-g1`,
          'Test',
          'gone',
        );
        await settleRun(core.ports, run);
        const written = await commit(write);
        expect(written).toEqual({ ok: false, because: 'lane' });
        return written;
      }
      return commit(write);
    };
    try {
      const run = await core.start(name);
      await until('the second generation', async () => (await core.state(run)).generation === 2);
      await until('the end', async () => {
        core.clock.advance(2_000);
        return (await core.state(run)).closed?.status === 'completed';
      });
      expect(demo.at(`/${name}-1`)).toHaveLength(1);
      expect(demo.at(`/${name}-2`)).toHaveLength(1);
    } finally {
      core.ports.runs.commit = commit;
    }
  });

  it('an at-most-once step whose outcome is not known blocks the run instead of happening again', async () => {
    await core.publish(
      `flow: once\nsteps:\n  - { id: pay, effect: at-most-once, timeout: 1s, http: { method: POST, url: "{{ env.PAYMENTS_URL }}/once" } }\n`,
    );
    const { version } = { version: await core.ports.flows.version('once', 1) };
    expect(version).toBeDefined();
    const commit = core.ports.runs.commit;
    let lose = true;
    core.ports.runs.commit = async (write) => {
      if (lose && write.commit.events.some((event) => event.type === 'StepCompleted'))
        throw Object.assign(new Error('killed'), { name: 'Runtime.ExitError' });
      return commit(write);
    };
    const run = await core.start('once');
    await until('the payment', async () => demo.at('/once').length === 1);
    lose = false;
    core.ports.runs.commit = commit;
    await until('the end of its deadline', async () => {
      core.clock.advance(7_000);
      return statusOf(await core.state(run)) === 'blocked';
    });
    expect(demo.at('/once')).toHaveLength(1);
    expect(stepOf(await core.state(run), 'pay').reason).toContain('at most once');
  });

  it('a commit whose answer was lost is recognised as one’s own', async () => {
    const run = await core.start('pay-contractor', params);
    await core.reaches(run, 'awaiting_input');
    const [first] = await core.ports.runs.readLanes(run, ['main']);
    if (first === undefined) return expect.fail();
    expect(await core.ports.runs.commit({ commit: first.commit, payloads: {} })).toEqual({ ok: true });
    expect(await core.ports.runs.commit({ commit: { ...first.commit, writer: 'another' }, payloads: {} })).toEqual({
      ok: false,
      because: 'lane',
    });
  });
});

describe('starting', () => {
  it('one key starts one run, however many ask at once; with another body it is refused', async () => {
    const idempotencyKey = crypto.randomUUID();
    const ids = await Promise.all(
      Array.from({ length: 20 }, () => core.start('pay-contractor', params, { idempotencyKey })),
    );
    expect(new Set(ids).size).toBe(1);
    await expect(core.start('pay-contractor', { ...params, amount: 7 }, { idempotencyKey })).rejects.toMatchObject({
      code: 'idempotency-key-reused',
      status: 422,
    });
  });

  it('names every parameter that is wrong, and the near name of an unknown flow', async () => {
    await expect(core.start('pay-contractor', { recipient: 'ada@example.com', amount: -1 })).rejects.toMatchObject({
      code: 'invalid-params',
      details: { errors: expect.arrayContaining([expect.objectContaining({ path: 'amount' })]) },
      message: expect.stringContaining('contract'),
    });
    await expect(core.start('pay-contracter', params)).rejects.toMatchObject({
      code: 'flow-not-found',
      message: expect.stringContaining('pay-contractor'),
    });
  });

  it('keeps large values in S3 and gives them back', async () => {
    await core.publish(
      `flow: large\nparams: { type: object, properties: { text: { type: string } } }\nsteps:\n  - { id: copy, transform: "{{ params.text }}" }\n`,
    );
    const text = 'x'.repeat(40_000);
    const run = await core.start('large', { text });
    await core.reaches(run, 'completed');
    expect(await core.output(run, 'copy')).toBe(text);
    const [first] = await core.ports.runs.readLanes(run, ['main']);
    expect(Object.values(first?.payloads ?? {}).some((each) => each.s3?.startsWith(`runs/${run}/`))).toBe(true);
  });

  it('checkpoint mode every asks before each step; none asks only where the flow itself does', async () => {
    await core.publish(
      `flow: modes\nsteps:\n  - { id: a, transform: 1 }\n  - { id: b, checkpoint: { to: x@example.com, message: "b?", expires: 1h }, transform: 2 }\n`,
    );
    const { plans } = (await core.ports.flows.version('modes', 1)) ?? expect.fail();
    expect(new Set([plans.template, plans.every, plans.none].map((each) => each.machineArn)).size).toBe(3);
    const payment = (await core.ports.flows.version('pay-contractor', 1)) ?? expect.fail();
    expect(payment.plans.none.machineArn).toBe(payment.plans.template.machineArn);
    const free = await core.start('modes', {}, { checkpoints: 'none' });
    await core.reaches(free, 'completed');
    const watched = await core.start('modes', {}, { checkpoints: 'every' });
    for (const step of ['a', 'b']) {
      await until(`the gate before ${step}`, async () => (await pending(watched)) === `${watched}.${step}.before`);
      await decideCheckpoint(core.ports, {
        checkpoint: await pending(watched),
        action: step === 'a' ? 'approve' : 'skip',
        actor: ada,
      });
    }
    await core.reaches(watched, 'completed');
    expect(await core.steps(watched)).toEqual({ a: 'complete', b: 'skipped' });
  });
});

it('lists runs newest first, filtered, page by page', async () => {
  const runs = core.ports.runs;
  const now = new Date(core.clock.now()).toISOString();
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
  expect((await runs.list({ q: 'onboard', limit: 5 }, now)).items.every((row) => row.flow === 'onboard-customer')).toBe(
    true,
  );
});
