import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decideCheckpoint } from '../../shared/commands/decide-checkpoint.ts';
import type { Json } from '../../shared/run/events.ts';
import { statusOf, stepOf } from '../../shared/run/run-state.ts';
import { ada, type Core, startCore } from '../support/core.ts';
import { DemoService } from '../support/demo-service.ts';
import { until } from '../support/until.ts';
import { folder, goldenNames } from './goldens.ts';

const params: Record<string, Json> = {
  'pay-contractor': { recipient: 'ada@example.com', amount: 10, contract: 'C-1' },
  'onboard-customer': { name: 'Ada', email: 'ada@example.com' },
};

/** Names of every state of a definition, those inside branches with it. */
function stateNames(definition: unknown): string[] {
  if (definition === null || typeof definition !== 'object') return [];
  const { States = {} } = definition as { States?: object };
  return [
    ...Object.keys(States),
    ...Object.values(definition).flatMap((inner) =>
      Array.isArray(inner) ? inner.flatMap(stateNames) : inner === States ? [] : stateNames(inner),
    ),
    ...Object.values(States).flatMap((state) => stateNames(state)),
  ];
}

describe('every golden machine runs to its end', () => {
  let core: Core;
  let service: DemoService;
  beforeAll(async () => {
    service = await DemoService.start();
    core = await startCore([service.host]);
    await core.ports.environments.setConnection('sandbox', { name: 'crm', url: service.url, headers: {}, setAt: '', setBy: ada });
    for (const name of ['CONTRACTS_URL', 'PAYMENTS_URL']) await core.ports.environments.setVariable('sandbox', name, service.url);
  });
  afterAll(async () => {
    await core?.stop();
    service?.stop();
  });

  /** Approves what asks and lets waits pass, until the run has ended. */
  const drive = (run: string) =>
    until(`run ${run} to end`, async () => {
      const state = await core.state(run);
      if (state.closed !== undefined) return state;
      for (const { id, decision } of state.checkpoints.values())
        if (decision === undefined) await decideCheckpoint(core.ports, { checkpoint: id, action: 'approve', actor: ada });
      for (const step of state.steps.values())
        if (step.status === 'running' && step.until !== undefined)
          core.clock.advance(Math.max(0, Date.parse(step.until) - core.clock.now()));
      return undefined;
    });

  describe.each(goldenNames)('%s', (name) => {
    it.each(['template', 'every', 'none'] as const)('in mode %s', async (mode) => {
      const source = readFileSync(`${folder}flows/${name}.yaml`, 'utf8').replaceAll('https://example.com', service.url);
      await core.publish(source);
      const run = await core.start(name, params[name] ?? {}, { checkpoints: mode });
      const state = await drive(run);
      expect(statusOf(state)).toBe('completed');
      const flow = await core.ports.flows.version(name, 1);
      for (const step of flow?.flow.steps ?? []) {
        const { status, startedAt = '' } = stepOf(state, step.id);
        expect(['complete', 'skipped']).toContain(status);
        for (const need of step.needs)
          if (status === 'complete') expect(startedAt >= (stepOf(state, need).endedAt ?? '')).toBe(true);
      }
      const compiled = (kind: string) =>
        JSON.parse(readFileSync(`${folder}compiled/${name}.${mode}.${kind}.json`, 'utf8')) as unknown;
      const { transitions } = compiled('forecast') as { transitions: { least: number; most: number } };
      const entered = await until('the execution to have ended', async () => {
        const names = await core.entered(run);
        return names.length >= transitions.least && names;
      });
      expect(entered.length).toBeLessThanOrEqual(transitions.most);
      expect(stateNames(compiled('asl'))).toEqual(expect.arrayContaining(entered));
    });
  });
});
