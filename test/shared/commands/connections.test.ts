import { beforeAll, describe, expect, it } from 'vitest';
import { decideCheckpoint } from '../../../shared/commands/decide-checkpoint.ts';
import { stepOf } from '../../../shared/run/run-state.ts';
import { useCommands } from '../../support/commands.ts';
import { ada } from '../../support/core.ts';
import { until } from '../../support/until.ts';

const on = useCommands();
const set = (name: string, url: string, headers: Record<string, string> = {}) =>
  on.core.ports.environments.setConnection('sandbox', {
    name,
    url,
    headers,
    setAt: '2026-01-01T00:00:00Z',
    setBy: ada,
  });
const flow = (id: string, ...steps: string[]) =>
  on.core.publish(
    `flow: ${id}\nparams: { type: object, properties: { id: { type: string } } }\nsteps:\n${steps.map((step) => `  - ${step}\n`).join('')}`,
  );

describe('connections', () => {
  beforeAll(() => set('crm', `${on.demo.url}/v2`));

  it('must be there when a run starts, with the secrets that they name', async () => {
    await flow('wants', '{ id: a, http: { connection: billing, url: /x, headers: { x-a: "{{ secrets.MINE }}" } } }');
    await set('billng', on.demo.url);
    await expect(on.core.start('wants')).rejects.toMatchObject({
      code: 'connection-missing',
      status: 409,
      details: { missing: ['billing'] },
      message:
        'The environment "sandbox" has no connection "billing", which the flow "wants" calls. Did you mean "billng"? Set it: PUT /v1/environments/sandbox/connections/billing {"url": "https://…"}.',
    });
    await set('billing', on.demo.url, { authorization: 'Bearer {{ secrets.BILLING_TOKEN }}' });
    await expect(on.core.start('wants')).rejects.toMatchObject({
      code: 'secret-missing',
      status: 409,
      details: { missing: ['MINE', 'BILLING_TOKEN'] },
      message: expect.stringContaining(
        'no secret MINE, which the flow "wants" uses, and no secret BILLING_TOKEN, which the connection "billing" names. Set it: PUT /v1/environments/sandbox/secrets/MINE.',
      ),
    });
    const mark = { setAt: '2026-01-01T00:00:00Z', setBy: ada };
    await on.core.ports.environments.markSecret('sandbox', { name: 'MINE', ...mark });
    await on.core.ports.environments.markSecret('sandbox', { name: 'BILLING_TOKN', ...mark });
    await expect(on.core.start('wants')).rejects.toMatchObject({
      message: expect.stringContaining('Did you mean "BILLING_TOKN"? Set it: PUT'),
    });
  });

  it('hold a path below their base URL, whatever the parameters are', async () => {
    await flow('find', '{ id: find, http: { connection: crm, url: "/contacts/{{ params.id }}" } }');
    const fine = await on.core.start('find', { id: 'C-1' });
    await on.core.reaches(fine, 'completed');
    expect(on.demo.received.map(({ path }) => path)).toEqual(['/v2/contacts/C-1']);
    for (const id of ['../../admin', '..%2f..%2fadmin', '..']) {
      const state = await on.core.reaches(await on.core.start('find', { id }), 'failed');
      expect(stepOf(state, 'find').error).toMatchObject({ type: 'Connection.Path' });
    }
    expect(on.demo.received).toHaveLength(1);
  });

  it('are read when the step is done: moved meanwhile, the new place is called; gone, the step fails and says so', async () => {
    await flow(
      'later',
      '{ id: ask, approve: { to: a@example.com, message: "Go?", expires: 1d } }',
      '{ id: call, http: { connection: moves, url: /x } }',
    );
    const passes = async (before: () => Promise<unknown>) => {
      await set('moves', `${on.demo.url}/old`);
      const run = await on.core.start('later');
      await until('the question', async () => (await on.pending(run)) !== '');
      await before();
      await decideCheckpoint(on.core.ports, { checkpoint: await on.pending(run), action: 'approve', actor: ada });
      return run;
    };
    await on.core.reaches(await passes(() => set('moves', `${on.demo.url}/new`)), 'completed');
    expect(on.demo.received.map(({ path }) => path)).toEqual(['/new/x']);
    const run = await passes(() => on.core.ports.environments.removeConnection('sandbox', 'moves'));
    const state = await on.core.reaches(run, 'failed');
    expect(stepOf(state, 'call').error).toMatchObject({
      type: 'Connection.Missing',
      message: 'The environment has no connection "moves".',
    });
  });
});
