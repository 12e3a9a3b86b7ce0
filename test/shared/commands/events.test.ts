import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeEvent } from '../../../shared/commands/event-triggers.ts';
import type { Json } from '../../../shared/run/events.ts';
import { type Core, startCore } from '../../support/core.ts';

const flow = `flow: heard
params: { type: object, required: [n], properties: { n: { type: number } } }
on:
  - event:
      id: order
      pattern: { source: [shop] }
      when: "{{ trigger.event.detail.n < 100 }}"
      params: { n: "{{ trigger.event.detail.n }}" }
steps:
  - { id: note, transform: 1 }
`;

describe('an event that a rule hands over', () => {
  let core: Core;
  beforeAll(async () => {
    core = await startCore();
    await core.publish(flow);
  });
  afterAll(async () => core?.stop());
  const take = (id: string, detail: Json, replayOf?: string) =>
    takeEvent(
      core.ports,
      { flow: 'heard', environment: 'sandbox', trigger: 'order', event: { id, source: 'shop', detail } },
      replayOf,
    );
  const log = async () => (await core.ports.triggers.deliveries('heard', { limit: 100 })).items;

  it.each([
    ['accepted', 'E-1', { n: 1 }],
    ['filtered', 'E-2', { n: 100 }],
    ['refused', 'E-3', { n: '1' }],
  ])('is %s once, and logged once, however often it is delivered', async (outcome, id, detail) => {
    const outcomes = [];
    for (let time = 1; time <= 3; time++) outcomes.push(await take(id, detail));
    expect(new Set(outcomes.map((each) => JSON.stringify(each))).size).toBe(1);
    const entries = (await log()).filter(({ deliveryId }) => deliveryId === id);
    expect(entries).toMatchObject([{ trigger: 'event', event: 'order', outcome, environment: 'sandbox', version: 1 }]);
  });

  it('is logged once although it is delivered many times at once', async () => {
    const taken = await Promise.all(Array.from({ length: 10 }, () => take('E-4', { n: 4 })));
    expect(new Set(taken.map((each) => JSON.stringify(each))).size).toBe(1);
    expect((await log()).filter(({ deliveryId }) => deliveryId === 'E-4')).toHaveLength(1);
  });

  it('is kept as it came, however deep it nests, unless it is too large', async () => {
    let deep: Json = 1e200;
    for (let level = 0; level < 60; level++) deep = { deep };
    await take('E-5', { n: 5, deep });
    await take('E-6', { n: 600, pad: 'x'.repeat(300_000) });
    const [large, kept] = await log();
    expect(kept).toMatchObject({ deliveryId: 'E-5', delivery: { id: 'E-5', detail: { n: 5, deep } } });
    expect(large).toMatchObject({ deliveryId: 'E-6', outcome: 'filtered' });
    expect(large).not.toHaveProperty('delivery');
  });

  it('is replayed as a run of its own each time, and refused when the trigger is gone', async () => {
    const [first] = (await log()).filter(({ deliveryId }) => deliveryId === 'E-1');
    const again = [await take('E-1', { n: 1 }, first?.id), await take('E-1', { n: 1 }, first?.id)];
    expect(new Set([first, ...again].map((each) => (each?.outcome === 'accepted' ? each.run : ''))).size).toBe(3);
    await expect(take('E-3', { n: '1' }, 'any')).rejects.toMatchObject({ code: 'mapping-failed' });
    await core.publish('flow: heard\nsteps: [{ id: a, transform: 1 }]\n');
    await expect(take('E-1', { n: 1 }, first?.id)).rejects.toMatchObject({ code: 'no-event-trigger', status: 404 });
    expect(await take('E-7', { n: 1 })).toMatchObject({
      outcome: 'filtered',
      reason: 'The version that runs in sandbox has no event "order".',
    });
  });
});
