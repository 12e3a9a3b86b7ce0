import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunExport } from '../../shared/commands/export-run.ts';
import { verifyLanes } from '../../shared/run/chain.ts';
import type { CheckpointCard } from '../../shared/view/checkpoint-card.ts';
import type { FlowGraph } from '../../shared/view/flow-graph.ts';
import { type FlowHealth, rating } from '../../shared/view/flow-health.ts';
import type { RunRow } from '../../shared/view/run-row.ts';
import type { StepView } from '../../shared/view/run-view.ts';
import type { Stats } from '../../shared/view/stats.ts';
import { Client } from '../support/client.ts';
import { startTestCloud, type TestCloud } from '../support/cloud.ts';

const branches = `flow: branches
title: Branches
steps:
  - { id: first, title: The first one, transform: 1, needs: [] }
  - { id: left, transform: 2, needs: first }
  - { id: right, transform: 3, needs: first }
  - { id: last, transform: 4, needs: [left, right] }
`;

const mixed = `flow: mixed
title: Mixed
params: { type: object, properties: { ok: { type: boolean }, ask: { type: boolean, default: false }, note: { type: string, default: "=1+1" } } }
steps:
  - { id: sum, transform: "{{ params.ok ? 1 : 1 + 'a' }}" }
  - { id: ask, phase: Asking, when: "{{ params.ask }}", approve: { to: operator@example.com, message: "Go on?", expires: 1d } }
  - { id: done, transform: { sum: "{{ steps.sum.output }}" } }
`;

describe('what the console asks the API', () => {
  let cloud: TestCloud;
  let client: Client;
  beforeAll(async () => {
    cloud = await startTestCloud({ samples: false });
    client = new Client(cloud.url);
    await client.publish(branches);
  });
  afterAll(async () => cloud?.close());
  const get = async <T = Record<string, unknown>>(path: string, as: 'admin' | 'operator' | 'viewer' = 'viewer') => {
    const answer = await client.call<T>('GET', path, { as });
    expect(answer, path).toMatchObject({ status: 200 });
    return answer.body;
  };

  it('draws a flow the same before it is published, with its version, and under a run', async () => {
    const drawn = await client.call<{ graph: FlowGraph }>('POST', '/v1/flows?dryRun=true', { body: branches });
    const { graph } = drawn.body;
    expect(graph.nodes.map(({ path, title, kind, x, y }) => [path, title, kind, x, y])).toEqual([
      ['first', 'The first one', 'transform', 49, 60],
      ['left', 'left', 'transform', 219, 0],
      ['right', 'right', 'transform', 219, 120],
      ['last', 'last', 'transform', 389, 60],
    ]);
    expect(graph).toMatchObject({ width: 510, height: 240 });
    expect(graph.edges).toContainEqual({ from: 'left', to: 'last' });
    const run = await client.start('branches', {});
    for (const path of ['/v1/flows/branches', '/v1/flows/branches/versions/1', `/v1/runs/${run}`])
      expect((await get<{ graph: FlowGraph }>(path)).graph, path).toEqual(graph);
  });

  it('tells how a flow has been doing, in all environments or in one', async () => {
    await client.publish(mixed);
    for (const ok of [true, true, true, false]) {
      const run = await client.start('mixed', { ok });
      await client.reaches(run, ok ? 'completed' : 'failed');
    }
    const gone = await client.start('mixed', { ok: true, ask: true });
    await client.reaches(gone, 'awaiting_input');
    await client.call('POST', `/v1/runs/${gone}/cancel`);
    const health = await get<FlowHealth>('/v1/flows/mixed/health');
    expect(health).toMatchObject({ days: 30, counted: 4, succeeded: 3, failed: 1, rate: 0.75, complete: true });
    expect(rating(health.rate)).toBe('yellow');
    expect(health.meanMs).toBeGreaterThan(0);
    expect(health.last.map(({ status }) => status)).toEqual([
      'cancelled',
      'failed',
      'completed',
      'completed',
      'completed',
    ]);
    expect(health.last[1]).toEqual({
      id: expect.any(String),
      status: 'failed',
      startedAt: expect.any(String),
      endedAt: expect.any(String),
      durationMs: expect.any(Number),
      version: 1,
      environment: 'sandbox',
    });
    expect(await get('/v1/flows/mixed/health?environment=live')).toMatchObject({ counted: 0, rate: null, last: [] });
    const refused = await client.call('GET', '/v1/flows/mixed/health?environment=lvie');
    expect(refused).toMatchObject({ status: 404, body: { code: 'environment-not-found' } });
    expect(await client.call('GET', '/v1/flows/mixde/health')).toMatchObject({ status: 404 });
  });

  it('counts what a dashboard shows', async () => {
    const asks = await client.start('mixed', { ok: true, ask: true });
    await client.reaches(asks, 'awaiting_input');
    const later = new Date(Date.now() + 3_600_000).toISOString();
    await client.call('POST', '/v1/flows/branches/runs', { body: { at: later } });
    const stats = await get<Stats>('/v1/stats', 'operator');
    expect(stats.needsMe).toEqual({ count: 1, more: false });
    expect((await get<Stats>('/v1/stats', 'viewer')).needsMe).toEqual({ count: 0, more: false });
    expect(stats.active).toMatchObject({
      awaiting_input: { count: 1, more: false },
      scheduled: { count: 1, more: false },
      blocked: { count: 0, more: false },
    });
    const { day } = stats;
    expect(day).toMatchObject({ failed: 1, cancelled: 1, rejected: 0, timed_out: 0, complete: true });
    const listed = await get<{ items: unknown[] }>(`/v1/runs?limit=100&from=${day.from}`);
    expect(day.started).toBe(listed.items.length);
    expect(stats.recent[0]).toMatchObject({ flow: 'branches', status: 'scheduled', startAt: later });
    expect(stats.recent[1]).toMatchObject({
      id: asks,
      status: 'awaiting_input',
      trigger: { by: { name: 'Oscar Operator' } },
    });
    expect(stats.failing).toMatchObject([
      { flow: 'mixed', title: 'Mixed', failed: 1, lastFailed: { status: 'failed' } },
    ]);
    await client.call('POST', `/v1/runs/${asks}/cancel`);
  });

  it('lists runs of several statuses and flows, with what a row shows', async () => {
    const asks = await client.start('mixed', { ok: true, ask: true });
    await client.reaches(asks, 'awaiting_input');
    const ids = async (query: string) => {
      const { items } = await get<{ items: RunRow[] }>(`/v1/runs?limit=100&${query}`);
      return items.map(({ id }) => id);
    };
    expect(await ids('status=awaiting_input,scheduled')).toContain(asks);
    expect(await ids('status=failed,timed_out')).toHaveLength(1);
    expect(await ids('status=awaiting_input,failed&flow=mixed,branches')).toHaveLength(2);
    expect(await ids('flow=branches,nothing')).not.toContain(asks);
    const [row] = (await get<{ items: RunRow[] }>('/v1/runs?flow=mixed&limit=1')).items;
    expect(row).toEqual({
      id: asks,
      flow: 'mixed',
      title: 'Mixed',
      version: 1,
      environment: 'sandbox',
      type: 'flow',
      status: 'awaiting_input',
      phase: 'Asking',
      generation: 1,
      trigger: {
        type: 'api',
        by: { type: 'user', id: expect.any(String), name: 'Oscar Operator', email: 'operator@example.com' },
      },
      startedAt: expect.any(String),
    });
    const wrong = await client.call('GET', '/v1/runs?status=running,ended');
    expect(wrong).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    expect(String(wrong.body.detail)).toMatch(/^status\.1: .*awaiting_input/);
    const flows = Array.from({ length: 11 }, (_, n) => `f${n}`).join();
    expect(await client.call('GET', `/v1/runs?flow=${flows}`)).toMatchObject({ status: 400 });
    await client.call('POST', `/v1/runs/${asks}/cancel`);
  });

  it('tells of each step where its time went, and how runs were made from one another', async () => {
    const first = await client.start('mixed', { ok: true, ask: true });
    const waiting = await client.reaches(first, 'awaiting_input');
    const action = { body: { action: 'approve' }, as: 'operator' } as const;
    await client.call('POST', `/v1/checkpoints/${waiting.checkpoints[0]?.id}/decision`, action);
    await client.reaches(first, 'completed');
    const again = await client.call<{ id: string }>('POST', `/v1/runs/${first}/again`, { as: 'operator' });
    const second = again.body.id;
    const run = await get<{ steps: StepView[]; chain: string[]; again: unknown[]; origin?: unknown }>(
      `/v1/runs/${first}`,
    );
    const ask = run.steps.find(({ path }) => path === 'ask') ?? expect.fail();
    expect(ask.waitingMs).toBe(ask.durationMs);
    expect(ask).toMatchObject({ workingMs: 0, pausedMs: 0, phase: 'Asking', outputBytes: expect.any(Number) });
    expect(run.steps[0]).toMatchObject({ status: 'complete', attempts: [], outputBytes: 1, waitingMs: 0 });
    expect(run).toMatchObject({ chain: [first, second], again: [{ id: second, startedAt: expect.any(String) }] });
    expect(run.origin).toBeUndefined();
    const made = await get<{ origin: unknown }>(`/v1/runs/${second}`);
    expect(made).toMatchObject({
      origin: { id: first, status: 'completed', startedAt: expect.any(String) },
      again: [],
      chain: [first, second],
    });
    await client.reaches(second, 'awaiting_input');
    await client.call('POST', `/v1/runs/${second}/cancel`);
  });

  it('answers checkpoints as cards: mine and all, open and decided', async () => {
    const ask = async (note: string) => {
      const run = await client.start('mixed', { ok: true, ask: true, note });
      return (await client.reaches(run, 'awaiting_input')).checkpoints[0]?.id ?? '';
    };
    const [one, other] = [await ask('one'), await ask('other')];
    const list = (query: string, as: 'operator' | 'viewer' = 'operator') =>
      get<{ items: CheckpointCard[]; cursor?: string }>(`/v1/checkpoints?${query}`, as);
    const ids = async (...of: Parameters<typeof list>) => (await list(...of)).items.map(({ id }) => id);
    const card = {
      id: one,
      run: one.split('.')[0],
      flow: 'mixed',
      title: 'Mixed',
      step: 'ask',
      kind: 'approve',
      status: 'pending',
      message: 'Go on?',
      to: ['operator@example.com'],
      openedAt: expect.any(String),
      expiresAt: expect.any(String),
      onExpire: 'reject',
      summary: 'sum: 1',
      values: { ok: true, ask: true, note: 'one' },
    };
    expect(await get(`/v1/checkpoints/${one}`)).toEqual(card);
    expect((await list('mine=true')).items).toEqual([
      card,
      { ...card, id: other, run: other.split('.')[0], values: expect.objectContaining({ note: 'other' }) },
    ]);
    expect(await ids('mine=true', 'viewer')).toEqual([]);
    expect(await ids('', 'viewer')).toEqual([other, one]);
    const first = await list('limit=1', 'viewer');
    expect(first.items.map(({ id }) => id)).toEqual([other]);
    expect(await ids(`limit=1&cursor=${encodeURIComponent(first.cursor ?? '')}`, 'viewer')).toEqual([one]);

    const before = await ids('status=decided');
    const decide = (id: string, action: string, comment: string) =>
      client.call('POST', `/v1/checkpoints/${id}/decision`, { body: { action, comment }, as: 'operator' });
    expect((await decide(other, 'approve', 'Fine')).body).toMatchObject({
      id: other,
      status: 'decided',
      values: { note: 'other' },
    });
    await decide(one, 'reject', 'No');
    const decision = { action: 'reject', comment: 'No', at: expect.any(String), by: { name: 'Oscar Operator' } };
    expect((await list('status=decided')).items[0]).toMatchObject({ ...card, status: 'decided', decision });
    expect(await ids('status=decided')).toEqual([one, other, ...before]);
    expect(await ids('mine=true&status=decided')).toEqual([one, other, ...before]);
    expect(await ids('mine=true&status=decided', 'viewer')).toEqual([]);
    const last = await list('status=decided&limit=1');
    expect(await ids(`status=decided&limit=1&cursor=${encodeURIComponent(last.cursor ?? '')}`)).toEqual([other]);
    expect(await ids('mine=true')).toEqual([]);
    expect(await ids('')).toEqual([]);

    const cancelled = await ask('cancelled');
    await client.call('POST', `/v1/runs/${cancelled.split('.')[0]}/cancel`);
    expect(await ids('')).toEqual([]);
    expect(await get(`/v1/checkpoints/${cancelled}`)).toMatchObject({ status: 'cancelled' });
    for (const query of ['status=open', 'mine=maybe', 'cursor=%20', 'limit=0'])
      expect(await client.call('GET', `/v1/checkpoints?${query}`), query).toMatchObject({ status: 400 });
    expect(await client.call('GET', '/v1/checkpoints/none')).toMatchObject({ status: 404 });
  });

  it('exports a run whole, and its steps as a table', async () => {
    const run = await client.start('mixed', { ok: true, ask: true });
    await client.reaches(run, 'awaiting_input');
    await client.call('POST', `/v1/runs/${run}/cancel`);
    const answer = await client.call<RunExport>('GET', `/v1/runs/${run}/export`, { as: 'viewer' });
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="run-${run}.json"`);
    const { commits, steps, ...whole } = answer.body;
    expect(whole).toMatchObject({
      id: run,
      status: 'cancelled',
      params: { ok: true, ask: true, note: '=1+1' },
      checkpoints: [{ step: 'ask', status: 'cancelled', summary: 'sum: 1', values: { note: '=1+1' } }],
      omitted: [],
    });
    expect(steps[0]).toMatchObject({ path: 'sum', output: 1 });
    expect(whole).not.toHaveProperty('actions');
    expect(verifyLanes(commits)).toEqual([]);
    const table = await client.call<string>('GET', `/v1/runs/${run}/export?format=csv`, { as: 'viewer' });
    expect(table.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    const [names, first, ...more] = table.body.split('\r\n');
    expect(names).toMatch(/^run,flow,version,environment,runStatus,step,/);
    expect(first).toMatch(new RegExp(`^${run},mixed,1,sandbox,cancelled,sum,transform,sum,complete,1,`));
    expect(more).toHaveLength(3);
    expect(await client.call('GET', `/v1/runs/${run}/export?format=xml`)).toMatchObject({ status: 400 });
    expect(await client.call('GET', '/v1/runs/none/export')).toMatchObject({ status: 404 });
  });

  it('exports a filtered list page by page, with nothing that a spreadsheet takes for a formula', async () => {
    await client.publish(
      branches.replace('flow: branches', 'flow: formula').replace('title: Branches', `title: '=1+1, "two"'`),
    );
    const runs: string[] = [];
    for (let n = 0; n < 3; n++) runs.unshift(await client.start('formula', {}));
    for (const run of runs) await client.reaches(run, 'completed');
    const read = (query: string) => client.call<string>('GET', `/v1/runs/export?${query}`, { as: 'viewer' });
    const whole = await read('format=csv&flow=formula');
    expect(whole.headers.get('link')).toBeNull();
    const [names, ...lines] = whole.body.trimEnd().split('\r\n');
    expect(names).toMatch(/^id,flow,title,version,environment,type,status,/);
    expect(lines.map((line) => line.slice(0, 26))).toEqual(runs);
    for (const line of lines) expect(line).toContain(`,formula,"'=1+1, ""two""",1,sandbox,flow,completed,success,`);
    const first = await read('format=csv&flow=formula&limit=2');
    const next = /<\/v1\/runs\/export\?(.+)>; rel="next"/.exec(first.headers.get('link') ?? '')?.[1] ?? expect.fail();
    const second = await read(next);
    expect(second.headers.get('link')).toBeNull();
    expect(first.body + second.body).toBe(whole.body);
    const json = await get<{ items: RunRow[] }>('/v1/runs/export?format=json&flow=formula&status=completed');
    expect(json.items.map(({ id }) => id)).toEqual(runs);
    expect(await client.call('GET', '/v1/runs/export?limit=5000')).toMatchObject({ status: 400 });
  });

  it('says who is calling and what the token allows', async () => {
    expect(await get('/v1/me')).toEqual({
      id: expect.any(String),
      type: 'user',
      name: 'Vera Viewer',
      email: 'viewer@example.com',
      scopes: ['flows.read'],
    });
    expect((await get<{ scopes: string[] }>('/v1/me', 'admin')).scopes).toContain('settings.write');
    expect((await client.call('GET', '/v1/me', { as: 'nobody' })).status).toBe(401);
  });
});
