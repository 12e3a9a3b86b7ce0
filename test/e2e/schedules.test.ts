import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client } from '../support/client.ts';
import { startTestCloud, type TestCloud } from '../support/cloud.ts';
import { until } from '../support/until.ts';

const flow = (cron: string) => `flow: nightly
params: { type: object, required: [n], properties: { n: { type: number } } }
on:
  - schedule: { id: night, cron: "${cron}", timezone: Europe/Berlin, params: { n: 1 }, environments: [sandbox, live] }
  - schedule: { id: broken, rate: 24h, params: { n: "no number" }, environments: [sandbox] }
steps:
  - { id: note, transform: { at: "{{ trigger.scheduledTime }}", n: "{{ params.n }}" } }
`;
const day = 24 * 3_600_000;

interface Schedules {
  items: {
    id: string;
    next: string[];
    paused?: object;
    lastRun?: { id: string };
    lastRefusal?: { code: string; message: string };
  }[];
}

describe('a schedule', () => {
  let cloud: TestCloud;
  let client: Client;
  let ahead = 0;
  beforeAll(async () => {
    cloud = await startTestCloud({ samples: false });
    client = new Client(cloud.url);
    await client.publish(flow('30 2 * * ? *'));
  });
  afterAll(async () => cloud?.close());

  const schedules = async () => (await client.call<Schedules>('GET', '/v1/flows/nightly/schedules')).body.items;
  const find = async (id: string) => (await schedules()).find((each) => each.id === id);
  const runs = async () =>
    (await client.call<{ items: { id: string }[] }>('GET', '/v1/runs?flow=nightly&trigger=schedule&limit=100')).body
      .items;
  const advance = (milliseconds: number) => {
    ahead += milliseconds;
    cloud.advance(milliseconds);
  };
  const now = () => Date.now() + ahead;

  it('shows the next five instants, and fires one run at the first of them', async () => {
    const { next = [] } = (await find('sandbox.night')) ?? {};
    expect(next).toHaveLength(5);
    expect(await find('live.night')).toBeUndefined();
    advance(Date.parse(next[0] ?? '') - now() + 1_000);
    const [run] = await until('the run', async () => {
      const found = await runs();
      return found.length > 0 && found;
    });
    const done = await client.reaches(run?.id ?? '', 'completed');
    expect(done.output).toEqual({ at: next[0]?.replace('.000Z', 'Z'), n: 1 });
    expect((await find('sandbox.night'))?.next[0]).toBe(next[1]);
    expect((await find('sandbox.night'))?.lastRun?.id).toBe(run?.id);
    expect(await runs()).toHaveLength(1);
  });

  it('fires each of the nights that the clock jumps over, once', async () => {
    const { next = [] } = (await find('sandbox.night')) ?? {};
    advance(Date.parse(next[2] ?? '') - now() + 1_000);
    await until('three more runs', async () => (await runs()).length === 4);
  });

  it('notes a refusal at the schedule instead of a failed run', async () => {
    const refused = await until('the refusal', async () => (await find('sandbox.broken'))?.lastRefusal);
    expect(refused).toMatchObject({ code: 'invalid-params', message: expect.stringContaining('n:') });
    expect((await client.call<{ items: [] }>('GET', '/v1/runs?flow=nightly&status=failed')).body.items).toEqual([]);
  });

  it('paused it starts nothing; resumed it goes on in its beat; a viewer may not', async () => {
    const change = (paused: boolean, as: 'admin' | 'viewer' = 'admin') =>
      client.call('PATCH', '/v1/flows/nightly/schedules/sandbox.night', { body: { paused }, as });
    expect((await change(true, 'viewer')).status).toBe(403);
    expect((await change(true)).status).toBe(200);
    const before = (await runs()).length;
    advance(2 * day);
    expect((await find('sandbox.night'))?.paused).toMatchObject({ by: { name: 'Ada Admin' } });
    await change(false);
    const { next = [] } = (await find('sandbox.night')) ?? {};
    expect(next[0]).toMatch(/T0[01]:30:00/);
    advance(Date.parse(next[0] ?? '') - now() + 1_000);
    await until('one run more', async () => (await runs()).length === before + 1);
  });

  it('fires in live once a version is promoted there, and is gone when a version has it no more', async () => {
    await client.call('POST', '/v1/flows/nightly/environments/live', { body: { version: 1 } });
    expect((await schedules()).map(({ id }) => id).sort()).toEqual(['live.night', 'sandbox.broken', 'sandbox.night']);
    await client.publish('flow: nightly\nsteps: [{ id: a, transform: 1 }]\n');
    expect((await schedules()).map(({ id }) => id)).toEqual(['live.night']);
  });

  it('publishing names a cron that never fires and a time zone that does not exist', async () => {
    const answer = await client.call<{ diagnostics: { message: string; position: { line: number } }[] }>(
      'POST',
      '/v1/flows',
      {
        body: 'flow: x\non:\n  - schedule: { cron: "0 9 31 2 ? *" }\n  - schedule: { cron: "0 9 ? * * *", timezone: Mars/Olympus }\n  - schedule: {}\nsteps: [{ id: a, transform: 1 }]\n',
      },
    );
    expect(answer.status).toBe(422);
    expect(answer.body.diagnostics.map(({ message, position }) => [position.line, message])).toEqual([
      [3, '"0 9 31 2 ? *" never fires.'],
      [4, '"Mars/Olympus" is no time zone.'],
      [5, 'A schedule has exactly one of cron, rate and at.'],
    ]);
  });
});
