import { expect, it } from 'vitest';
import type { RunStatus } from '../../../shared/run/run-state.ts';
import type { RunRow } from '../../../shared/view/run-row.ts';
import { dayStats, failingFlows, openStatuses } from '../../../shared/view/stats.ts';
import { ada } from '../../support/given.ts';

const run = (id: string, flow: string, status: RunStatus): RunRow => ({
  id,
  flow,
  title: flow.toUpperCase(),
  version: 1,
  environment: 'live',
  type: 'flow',
  status,
  generation: 1,
  trigger: { type: 'api', by: ada },
  startedAt: '2026-03-01T10:00:00.000Z',
});

it('knows the statuses of runs that have not ended', () => {
  expect(openStatuses).toEqual(['scheduled', 'pending', 'running', 'awaiting_input', 'blocked', 'interrupted']);
});

it('says what became of the runs of a day', () => {
  const runs = [run('4', 'a', 'running'), run('3', 'a', 'completed'), run('2', 'b', 'failed'), run('1', 'b', 'failed')];
  const from = '2026-03-01T00:00:00.000Z';
  expect(dayStats(runs, from, false)).toEqual({
    from,
    started: 4,
    completed: 1,
    failed: 2,
    rejected: 0,
    timed_out: 0,
    cancelled: 0,
    complete: false,
  });
});

it('names the flows that failed, most often first, each with its last failure', () => {
  const runs = [
    run('6', 'c', 'failed'),
    run('5', 'b', 'completed'),
    run('4', 'b', 'timed_out'),
    run('3', 'a', 'failed'),
    run('2', 'b', 'failed'),
    run('1', 'd', 'cancelled'),
  ];
  expect(failingFlows(runs).map(({ flow, title, failed, lastFailed }) => [flow, title, failed, lastFailed.id])).toEqual(
    [
      ['b', 'B', 2, '4'],
      ['a', 'A', 1, '3'],
      ['c', 'C', 1, '6'],
    ],
  );
});
