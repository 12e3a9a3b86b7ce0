import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FlowGraph } from '../../shared/view/flow-graph.ts';
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
