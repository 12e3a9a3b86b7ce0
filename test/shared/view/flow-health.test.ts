import { describe, expect, it } from 'vitest';
import type { RunStatus } from '../../../shared/run/run-state.ts';
import { healthOf, rating } from '../../../shared/view/flow-health.ts';
import { type RunRow, runRow } from '../../../shared/view/run-row.ts';
import { ada } from '../../support/given.ts';

const minute = 60_000;
const begin = Date.parse('2026-03-01T10:00:00.000Z');
const open: RunStatus[] = ['scheduled', 'pending', 'running', 'awaiting_input', 'blocked', 'interrupted'];

/** A run that took so many minutes; one of an open status has not ended. */
function run(status: RunStatus, minutes = 1, more: Partial<RunRow> = {}): RunRow {
  const at = { startedAt: new Date(begin).toISOString(), endedAt: new Date(begin + minutes * minute).toISOString() };
  const { endedAt, ...still } = at;
  return runRow({
    id: 'R',
    flow: 'f',
    title: 'F',
    version: 3,
    environment: 'live',
    type: 'flow',
    status,
    generation: 1,
    trigger: { type: 'api', by: ada },
    ...(open.includes(status) ? still : { ...still, endedAt }),
    ...more,
  });
}
const times = (count: number, ...of: Parameters<typeof run>) => Array.from({ length: count }, () => run(...of));
const health = (runs: RunRow[]) => healthOf(runs, runs, true);

describe('the success rate', () => {
  it('counts what completed, whatever the outcome, against what failed or timed out', () => {
    const runs = [...times(40, 'completed'), run('completed', 1, { outcome: 'partial' }), ...times(8, 'failed')];
    expect(health([...runs, run('timed_out')])).toMatchObject({ counted: 50, succeeded: 41, failed: 9, rate: 0.82 });
  });
  it('leaves out cancelled, rejected and open runs', () => {
    const others = [run('cancelled'), run('rejected'), ...open.map((status) => run(status))];
    expect(health([run('completed'), ...others])).toMatchObject({ counted: 1, rate: 1 });
    expect(health(others)).toMatchObject({ counted: 0, rate: null, meanMs: null });
  });
  it('says when it is about the newest only', () => {
    expect(healthOf([], [run('completed')], false)).toMatchObject({ days: 30, counted: 1, complete: false });
  });
});

it('takes the mean duration of the runs that it counts', () => {
  const runs = [run('completed', 1), run('failed', 2), run('timed_out', 6), run('cancelled', 100), run('running')];
  expect(health(runs).meanMs).toBe(3 * minute);
});

it('measures a run that was to begin later from then', () => {
  const later = (startAt: number) => ({ startAt: new Date(begin + startAt * minute).toISOString() });
  expect(run('completed', 5, later(3)).durationMs).toBe(2 * minute);
  expect(run('cancelled', 5, later(60)).durationMs).toBe(0);
});

it('shows the last ten runs, newest first, whatever became of them', () => {
  const runs = [
    run('running', 1, { id: 'A' }),
    run('completed', 2, { id: 'B', outcome: 'partial' }),
    ...times(9, 'failed'),
  ];
  const { last } = healthOf(runs, [], true);
  expect(last).toHaveLength(10);
  expect(last.slice(0, 2)).toEqual([
    { id: 'A', status: 'running', startedAt: '2026-03-01T10:00:00.000Z', version: 3, environment: 'live' },
    {
      id: 'B',
      status: 'completed',
      outcome: 'partial',
      startedAt: '2026-03-01T10:00:00.000Z',
      endedAt: '2026-03-01T10:02:00.000Z',
      durationMs: 2 * minute,
      version: 3,
      environment: 'live',
    },
  ]);
});

it.for([
  [91, 100, 'green'],
  [901, 1_000, 'green'],
  [90, 100, 'yellow'],
  [27, 30, 'yellow'],
  [9, 10, 'yellow'],
  [7, 10, 'yellow'],
  [21, 30, 'yellow'],
  [699, 1_000, 'red'],
  [0, 1, 'red'],
] as const)('%i of %i is %s', ([succeeded, counted, word]) => {
  const runs = [...times(succeeded, 'completed'), ...times(counted - succeeded, 'failed')];
  expect(rating(health(runs).rate)).toBe(word);
});

it('has no word for a flow that has not run', () => expect(rating(null)).toBe('none'));
