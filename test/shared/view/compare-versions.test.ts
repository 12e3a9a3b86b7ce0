import { expect, it } from 'vitest';
import { parseFlow } from '../../../shared/flow/parse-flow.ts';
import { compareVersions } from '../../../shared/view/compare-versions.ts';

it('names a change of a trigger once', () => {
  const version = (number: number, rate: string) => {
    const source = `flow: f\non: [{ schedule: { rate: ${rate} } }]\nsteps: [{ id: a, transform: 1 }]\n`;
    return { flow: parseFlow(source, 'yaml').flow ?? expect.fail(), version: number, source };
  };
  expect(compareVersions(version(1, '5m'), version(2, '6m'))).toMatchObject({
    steps: { added: [], removed: [], changed: [] },
    settings: ['schedules'],
    diff: expect.stringContaining('+on: [{ schedule: { rate: 6m } }]'),
  });
});
