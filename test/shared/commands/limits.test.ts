import { describe, expect, it } from 'vitest';
import { decideCheckpoint } from '../../../shared/commands/decide-checkpoint.ts';
import { endRun } from '../../../shared/commands/end-run.ts';
import { reconcile, settleRun } from '../../../shared/commands/settle-run.ts';
import { statusOf } from '../../../shared/run/run-state.ts';
import { useCommands } from '../../support/commands.ts';
import { ada } from '../../support/core.ts';
import { until } from '../../support/until.ts';

const on = useCommands();

/** A flow that waits for a word in the middle, with a limit on runs at the same time. */
const gated = (id: string, concurrency: string) => `flow: ${id}
params: { type: object, properties: { customer: { type: string } } }
limits: { concurrency: ${concurrency} }
steps:
  - { id: before, http: { url: "{{ env.PAYMENTS_URL }}/${id}-before" } }
  - { id: ask, approve: { to: a@example.com, message: "Well?", expires: 1d } }
  - { id: after, http: { method: POST, url: "{{ env.PAYMENTS_URL }}/${id}-after" } }
`;

/** A flow that is at work until the demo service lets it end. */
const working = (id: string, concurrency: string) => `flow: ${id}
params: { type: object, properties: { customer: { type: string } } }
limits: { concurrency: ${concurrency} }
steps:
  - { id: work, wait: 1h }
`;

const statuses = async (runs: string[]) => Promise.all(runs.map(async (run) => statusOf(await on.core.state(run))));
const start = (flow: string, customer?: string) => on.core.start(flow, customer === undefined ? {} : { customer });
const decide = async (run: string, action: 'approve' | 'reject' = 'approve') =>
  decideCheckpoint(on.core.ports, { checkpoint: await on.pending(run), action, actor: ada });

describe('a limit on runs at the same time', () => {
  it('lets so many work, the others wait in line and begin in order', async () => {
    await on.core.publish(working('two', '2'));
    const runs: string[] = [];
    for (let n = 0; n < 5; n++) runs.push(await start('two'));
    expect(await statuses(runs)).toEqual(['running', 'running', 'pending', 'pending', 'pending']);
    const places = runs.slice(2).map((run) => on.core.ports.runs.placeInLine('two#sandbox', run));
    expect(await Promise.all(places)).toEqual([1, 2, 3]);
    const [first = '', , third = '', fourth = ''] = runs;
    await endRun(on.core.ports, first, { status: 'cancelled', reason: 'enough', actor: ada });
    await on.core.reaches(third, 'running');
    expect((await statuses(runs)).slice(1)).toEqual(['running', 'running', 'pending', 'pending']);
    await endRun(on.core.ports, fourth, { status: 'cancelled', reason: 'enough', actor: ada });
    expect(await on.core.ports.runs.placeInLine('two#sandbox', runs[4] ?? '')).toBe(1);
    await until('all to end', async () => {
      on.core.clock.advance(3_600_000);
      return (await statuses(runs)).every((status) => status === 'completed' || status === 'cancelled');
    });
    expect(await on.core.ports.runs.pool('two#sandbox', 2)).toEqual({ taken: [], waited: false });
  });

  it('holds for each value of `per` by itself, and says when there is none', async () => {
    await on.core.publish(working('per-customer', '{ limit: 1, per: "{{ params.customer }}" }'));
    const runs = [
      await start('per-customer', 'acme'),
      await start('per-customer', 'acme'),
      await start('per-customer', 'brill'),
    ];
    expect(await statuses(runs)).toEqual(['running', 'pending', 'running']);
    await expect(start('per-customer')).rejects.toMatchObject({ code: 'invalid-concurrency-key', status: 422 });
  });

  it('a run that waits for a person lets others work, and goes on in its old place once it is decided', async () => {
    await on.core.publish(gated('lets-go', '1'));
    const first = await start('lets-go');
    await on.core.reaches(first, 'awaiting_input');
    await until('its slot to be free', async () => (await on.core.state(first)).slot === undefined);
    await on.core.publish(working('lets-go', '1'));
    const [second, third] = [await start('lets-go'), await start('lets-go')];
    expect(await statuses([second, third])).toEqual(['running', 'pending']);
    // Decided: recorded at once, delivered when there is a slot, before those who came later.
    await decide(first);
    expect(statusOf(await on.core.state(first))).toBe('pending');
    expect(on.demo.at('/lets-go-after')).toHaveLength(0);
    expect(await on.core.ports.runs.placeInLine('lets-go#sandbox', first)).toBe(1);
    await endRun(on.core.ports, second, { status: 'cancelled', reason: 'enough', actor: ada });
    await on.core.reaches(first, 'completed');
    expect(on.demo.at('/lets-go-after')).toHaveLength(1);
    await on.core.reaches(third, 'running');
    await endRun(on.core.ports, third, { status: 'cancelled', reason: 'enough', actor: ada });
  });

  it('keeps its slot while it waits when the flow says so', async () => {
    await on.core.publish(gated('holds', '{ limit: 1, holdWhileWaiting: true }'));
    const first = await start('holds');
    await on.core.reaches(first, 'awaiting_input');
    const second = await start('holds');
    expect(statusOf(await on.core.state(second))).toBe('pending');
    await decide(first, 'reject');
    await on.core.reaches(second, 'awaiting_input');
    await decide(second);
    await on.core.reaches(second, 'completed');
  });

  it('with a branch at work keeps the slot; at rest in every branch frees it', async () => {
    await on.core.publish(`flow: branches
limits: { concurrency: 1 }
steps:
  - { id: one, needs: [], approve: { to: a@example.com, message: "One?", expires: 1d } }
  - { id: two, needs: [], wait: 1h }
  - { id: three, needs: [two], approve: { to: a@example.com, message: "Three?", expires: 1d } }
  - { id: four, needs: [one, three], transform: 4 }
`);
    const run = await start('branches');
    await until('the first gate', async () => (await on.core.state(run)).checkpoints.size === 1);
    await until('the wait', async () => (await on.core.state(run)).steps.get('two')?.status === 'running');
    await settleRun(on.core.ports, run);
    expect((await on.core.state(run)).slot).toBe(1);
    on.core.clock.advance(3_600_000);
    await until('both gates', async () => (await on.core.state(run)).checkpoints.size === 2);
    await until('the slot to be free', async () => (await on.core.state(run)).slot === undefined);
    await decide(run);
    await until('a slot again', async () => (await on.core.state(run)).slot === 1);
    await decide(run);
    await on.core.reaches(run, 'completed');
    expect((await on.core.ports.runs.pool('branches#sandbox', 1)).taken).toEqual([]);
  });

  it('of a decision and the freeing of the slot at the same moment one sees the other', async () => {
    await on.core.publish(gated('moment', '1'));
    const { runs } = on.core.ports;
    const commit = runs.commit;
    let decided = false;
    runs.commit = async (write) => {
      const frees = write.commit.events.some(({ type }) => type === 'SlotFreed');
      if (frees && !decided) {
        decided = true;
        await decide(write.commit.run);
        const written = await commit(write);
        expect(written).toMatchObject({ ok: false, because: expect.stringMatching(/slot|lane/) });
        return written;
      }
      return commit(write);
    };
    try {
      const run = await start('moment');
      await on.core.reaches(run, 'completed');
      expect(decided).toBe(true);
      expect(on.demo.at('/moment-after')).toHaveLength(1);
    } finally {
      runs.commit = commit;
    }
  });
});

describe('starting later', () => {
  it('begins at its instant, not before, and counts its time from then', async () => {
    await on.core.publish(`flow: later\nlimits: { timeout: 1h }\nsteps:\n  - { id: one, transform: 1 }\n`);
    const at = new Date(on.core.clock.now() + 7_200_000).toISOString();
    const run = await on.core.start('later', {}, { at });
    expect(statusOf(await on.core.state(run))).toBe('scheduled');
    on.core.clock.advance(7_000_000);
    await reconcile(on.core.ports, () => undefined);
    expect(statusOf(await on.core.state(run))).toBe('scheduled');
    on.core.clock.advance(200_000);
    await reconcile(on.core.ports, () => undefined);
    await on.core.reaches(run, 'completed');
  });

  it('stands in line at its instant when its flow has no slot', async () => {
    await on.core.publish(working('later-limited', '1'));
    const at = new Date(on.core.clock.now() + 60_000).toISOString();
    const run = await on.core.start('later-limited', {}, { at });
    const other = await start('later-limited');
    on.core.clock.advance(60_001);
    await reconcile(on.core.ports, () => undefined);
    expect(await statuses([run, other])).toEqual(['pending', 'running']);
    await endRun(on.core.ports, other, { status: 'cancelled', reason: 'enough', actor: ada });
    await on.core.reaches(run, 'running');
  });

  it('refuses an instant that has passed', async () => {
    await expect(on.core.start('later', {}, { at: '2020-01-01T00:00:00Z' })).rejects.toMatchObject({
      code: 'invalid-start-time',
      status: 422,
    });
  });
});

describe('preflight', () => {
  it('tells the message of every condition that does not hold; no run is made', async () => {
    await on.core.publish(`flow: checked
params: { type: object, properties: { amount: { type: number } } }
preflight:
  - { check: "{{ params.amount < 100 }}", message: Amounts from 100 on need the other flow. }
  - { check: "{{ env.PAYMENTS_URL != '' and context.desk = 'open' }}", message: The desk is closed. }
steps:
  - { id: one, transform: 1 }
`);
    await expect(on.core.start('checked', { amount: 100 }, { context: { desk: 'shut' } })).rejects.toMatchObject({
      code: 'preflight-failed',
      message: expect.stringMatching(/need the other flow\. The desk is closed\./),
      details: { failed: [{}, {}] },
    });
    await on.core.reaches(await on.core.start('checked', { amount: 9 }, { context: { desk: 'open' } }), 'completed');
    const { items } = await on.core.ports.runs.list({ flow: 'checked', limit: 5 }, new Date().toISOString());
    expect(items).toHaveLength(1);
  });
});

describe('sandbox profiles', () => {
  it('a run records the one that is named, or that of its repository; a near name is told', async () => {
    const profile = { image: 'node:24', tools: ['git'], repositories: ['acme/web'] };
    await on.core.ports.settings.write({ profiles: { web: profile, api: { ...profile, repositories: ['acme/api'] } } });
    await on.core.publish(`flow: profiled\nsteps:\n  - { id: one, transform: 1 }\n`);
    const profileOf = async (params: { repositoryId?: string }, more: { profile?: string }) =>
      (await on.core.state(await on.core.start('profiled', params, more))).profile;
    expect(await profileOf({}, { profile: 'web' })).toBe('web');
    expect(await profileOf({ repositoryId: 'acme/api' }, {})).toBe('api');
    expect(await profileOf({}, {})).toBeUndefined();
    await expect(on.core.start('profiled', {}, { profile: 'wep' })).rejects.toMatchObject({
      code: 'profile-not-found',
      message: expect.stringContaining('Did you mean "web"'),
    });
  });
});
