import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pauseSchedule } from '../../../shared/commands/schedules.ts';
import { newSyncMark } from '../../../shared/commands/sync-mark.ts';
import { reconcileTriggers, syncTriggers } from '../../../shared/commands/sync-triggers.ts';
import { ada, type Core, startCore } from '../../support/core.ts';

const text = (source: string, cron = '0 9 * * ? *') => `flow: kept
on:
  - event: { id: heard, bus: deployment, pattern: { source: [${source}] }, environments: [sandbox] }
  - schedule: { id: daily, cron: "${cron}", environments: [sandbox] }
steps: [{ id: a, transform: 1 }]
`;

describe('schedules and rules', () => {
  let core: Core;
  /** What was made in the services. */
  const made = { rules: new Map<string, unknown>(), schedules: new Map<string, boolean>() };
  /** Called before a rule is put. */
  let beforeRule: () => Promise<void> = async () => {};
  beforeAll(async () => {
    core = await startCore();
  });
  afterAll(async () => core?.stop());
  beforeEach(() => {
    beforeRule = async () => {};
  });

  const sync = (flow = 'kept') =>
    syncTriggers(
      {
        ...core.ports,
        scheduler: {
          put: async (_flow, { id }, enabled) => void made.schedules.set(id, enabled),
          remove: async (_flow, id) => void made.schedules.delete(id),
        },
        rules: {
          async put(_flow, { environment, trigger, bus }, { source }) {
            await beforeRule();
            made.rules.set(`${bus}/${environment}.${trigger}`, source);
          },
          remove: async (_flow, { environment, trigger, bus }) =>
            void made.rules.delete(`${bus}/${environment}.${trigger}`),
        },
      },
      flow,
    );
  const mark = async () => (await core.ports.flows.flow('kept'))?.syncing;
  const errors: unknown[] = [];
  const reconcile = () => reconcileTriggers(core.ports, sync, (_flow, error) => errors.push(error));
  const point = (version: number) =>
    core.ports.flows.pointEnvironment('kept', 'sandbox', version, newSyncMark(core.ports));

  it('are marked with the version that they must follow, until they do', async () => {
    await core.publish(text('one'));
    expect(await mark()).toBeDefined();
    expect(await sync()).toBe(true);
    expect(made).toEqual({
      rules: new Map([['deployment/sandbox.heard', ['one']]]),
      schedules: new Map([['sandbox.daily', true]]),
    });
    expect(await mark()).toBeUndefined();
    await core.publish(text('one'));
    expect(await mark()).toBeDefined();
    expect(await sync()).toBe(true);
  });

  it('are made by the reconciler after a minute when whoever published could not, ever later when they still cannot', async () => {
    await core.publish(text('two'));
    beforeRule = async () => Promise.reject(new Error('LimitExceededException'));
    await expect(sync()).rejects.toThrow('LimitExceededException');
    expect(await reconcile()).toBe(0);
    expect(errors).toEqual([]);
    core.clock.advance(61_000);
    expect(await reconcile()).toBe(0);
    expect(errors).toHaveLength(1);
    expect(await reconcile()).toBe(0);
    expect(errors).toHaveLength(1);
    core.clock.advance(600_000);
    await reconcile();
    const { dueAt = '' } = (await mark()) ?? {};
    expect(Date.parse(dueAt) - core.clock.now()).toBeGreaterThan(600_000);
    core.clock.advance(700_000);
    beforeRule = async () => {};
    expect(await reconcile()).toBe(1);
    expect(made.rules.get('deployment/sandbox.heard')).toEqual(['two']);
    expect(await mark()).toBeUndefined();
    expect(await reconcile()).toBe(0);
  });

  it('follow a change that is made while they are being made, whoever comes first', async () => {
    await point(1);
    let changed = false;
    beforeRule = async () => {
      if (changed) return;
      changed = true;
      await point(2);
      expect(await sync()).toBe(false);
    };
    expect(await sync()).toBe(true);
    expect(made.rules.get('deployment/sandbox.heard')).toEqual(['two']);
    expect(await mark()).toBeUndefined();
  });

  it('keep a pause that is made while they are being made, and mark it', async () => {
    await point(1);
    let changed = false;
    beforeRule = async () => {
      if (changed) return;
      changed = true;
      await pauseSchedule(core.ports, 'kept', 'sandbox.daily', { by: ada, at: '2026-01-01T00:00:00Z' });
    };
    expect(await sync()).toBe(true);
    expect(made.schedules.get('sandbox.daily')).toBe(false);
    expect((await core.ports.triggers.schedules('kept'))[0]?.paused?.by).toEqual(ada);
    await pauseSchedule(core.ports, 'kept', 'sandbox.daily', undefined);
    expect(await mark()).toBeDefined();
    core.clock.advance(61_000);
    expect(await reconcile()).toBe(1);
    expect(made.schedules.get('sandbox.daily')).toBe(true);
    await expect(pauseSchedule(core.ports, 'kept', 'sandbox.gone', undefined)).rejects.toMatchObject({
      code: 'schedule-not-found',
    });
  });

  it('move with their trigger to the other bus', async () => {
    await core.publish(text('three').replace('bus: deployment, ', ''));
    await sync();
    expect([...made.rules]).toEqual([['default/sandbox.heard', ['three']]]);
  });
});
