import { expect, it } from 'vitest';
import type { CheckpointState, StepState } from '../../../shared/run/run-state.ts';
import { stepTimes, unionMs } from '../../../shared/view/step-times.ts';
import { ada, payload } from '../../support/given.ts';

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const error = { type: 'E', message: 'm' };
const step = (known: Partial<StepState>): StepState => ({
  id: 's',
  status: 'running',
  attempt: 1,
  epoch: 1,
  attempts: [],
  ...known,
});
const gate = (opened: number, decided?: number): CheckpointState => ({
  id: 'R.s.before',
  step: 's',
  lane: 'main',
  kind: 'checkpoint',
  message: 'Go on?',
  to: [],
  openedAt: at(opened),
  expiresAt: at(1_000),
  onExpire: 'reject',
  evidence: payload,
  ...(decided === undefined ? {} : { decision: { action: 'approve', by: ada, at: at(decided) } }),
});
const times = (known: Partial<StepState>, { kind = 'http' as const, checkpoints = [] as CheckpointState[] } = {}) =>
  stepTimes(step(known), { kind, checkpoints, now: at(100) });

it('knows nothing of a step that has not begun', () => expect(times({})).toBeUndefined());

it('counts what is neither a wait nor a pause as work', () => {
  expect(times({ startedAt: at(10), endedAt: at(14) })).toEqual({
    durationMs: 4_000,
    waitingMs: 0,
    pausedMs: 0,
    workingMs: 4_000,
  });
});

it('tells the time of a gate from the work after it', () => {
  expect(times({ startedAt: at(10), endedAt: at(35) }, { checkpoints: [gate(10, 30)] })).toEqual({
    durationMs: 25_000,
    waitingMs: 20_000,
    pausedMs: 0,
    workingMs: 5_000,
  });
});

it('waits until now, or the end of the run, while nobody has decided', () => {
  expect(times({ startedAt: at(10) }, { checkpoints: [gate(10)] })).toMatchObject({ waitingMs: 90_000, workingMs: 0 });
});

it('never waits longer than it lasts: a decision is committed a moment after it was made', () => {
  expect(times({ startedAt: at(10), endedAt: at(30) }, { checkpoints: [gate(10, 31)] })).toMatchObject({
    durationMs: 20_000,
    waitingMs: 20_000,
    workingMs: 0,
  });
});

it('pauses between attempts, until the next one began, or was to begin', () => {
  const first = { attempt: 1, error, startedAt: at(0), at: at(2), retryAt: at(10) };
  const second = { attempt: 2, error, startedAt: at(11), at: at(12), retryAt: at(20) };
  expect(times({ startedAt: at(0), endedAt: at(25), attemptAt: at(21), attempts: [first, second] })).toEqual({
    durationMs: 25_000,
    waitingMs: 0,
    pausedMs: 9_000 + 9_000,
    workingMs: 7_000,
  });
  expect(times({ startedAt: at(0), attempts: [{ ...first, retryAt: at(400) }] })).toMatchObject({ pausedMs: 98_000 });
});

it('pauses while a wait lasts', () => {
  const wait = { startedAt: at(0), until: at(50) };
  expect(stepTimes(step(wait), { kind: 'wait', checkpoints: [], now: at(30) })).toMatchObject({
    pausedMs: 30_000,
    workingMs: 0,
  });
  expect(stepTimes(step({ ...wait, endedAt: at(50) }), { kind: 'wait', checkpoints: [], now: at(90) })).toMatchObject({
    durationMs: 50_000,
    pausedMs: 50_000,
  });
});

it('counts spans that overlap once', () => {
  expect(unionMs([])).toBe(0);
  expect(
    unionMs([
      [at(5), at(9)],
      [at(0), at(4)],
      [at(1), at(2)],
      [at(8), at(10)],
    ]),
  ).toBe(9_000);
});
