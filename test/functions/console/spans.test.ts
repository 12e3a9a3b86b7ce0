import { expect, it } from 'vitest';
import type { CheckpointView, StepView } from '../../../functions/console/src/api/types.ts';
import {
  breakdown,
  collapsedScale,
  type Span,
  spansOf,
  union,
} from '../../../functions/console/src/pages/run/spans.ts';

const begin = Date.UTC(2026, 0, 1);
const ms = (second: number) => begin + second * 1_000;
const at = (second: number) => new Date(ms(second)).toISOString();
const step = (known: Partial<StepView>): StepView => ({
  path: 's',
  kind: 'http',
  title: 'S',
  status: 'complete',
  attempt: 1,
  ...known,
});
const asked = (opened: number, decided?: number): CheckpointView => ({
  id: 'c',
  step: 's',
  kind: 'checkpoint',
  status: decided === undefined ? 'pending' : 'decided',
  message: 'Go on?',
  to: [],
  openedAt: at(opened),
  expiresAt: at(10_000),
  ...(decided === undefined
    ? {}
    : { decision: { action: 'approve', by: { type: 'user', id: 'ada' }, at: at(decided) } }),
});
const told = (spans: Span[]) =>
  spans.map(({ from, to, spent }) => [(from - begin) / 1_000, (to - begin) / 1_000, spent]);

it('a step that has not begun, or was skipped, took no time', () => {
  expect(spansOf(step({ status: 'pending' }), [], undefined, ms(9))).toEqual([]);
  expect(spansOf(step({ status: 'skipped', startedAt: at(1), endedAt: at(2) }), [], undefined, ms(9))).toEqual([]);
});

it('the time before the answer to a gate is a person’s, the time after it is work', () => {
  const gated = step({ startedAt: at(0), endedAt: at(10) });
  expect(told(spansOf(gated, [asked(0, 8)], undefined, ms(99)))).toEqual([
    [0, 8, 'person'],
    [8, 10, 'working'],
  ]);
});

it('an open question lasts until now, and until the end of a run that ended before it was answered', () => {
  const approval = step({ kind: 'approve', status: 'awaiting_input', startedAt: at(1) });
  expect(told(spansOf(approval, [asked(1)], undefined, ms(60)))).toEqual([[1, 60, 'person']]);
  expect(told(spansOf(approval, [asked(1)], at(30), ms(60)))).toEqual([[1, 30, 'person']]);
});

it('between attempts the clock is waited for', () => {
  const error = { type: 'E', message: 'm' };
  const retried = step({
    startedAt: at(0),
    endedAt: at(20),
    attempt: 2,
    attemptAt: at(15),
    attempts: [{ attempt: 1, error, at: at(5), startedAt: at(0), retryAt: at(14) }],
  });
  expect(told(spansOf(retried, [], undefined, ms(99)))).toEqual([
    [0, 5, 'working'],
    [5, 15, 'clock'],
    [15, 20, 'working'],
  ]);
});

it('work at the same time counts once; what is neither work nor waiting is the rest', () => {
  const spans: Span[] = [
    { from: ms(0), to: ms(4), spent: 'working' },
    { from: ms(2), to: ms(6), spent: 'working' },
    { from: ms(6), to: ms(66), spent: 'person' },
  ];
  expect(union(spans)).toEqual([{ from: ms(0), to: ms(66) }]);
  expect(breakdown(spans, { durationMs: 70_000, waitingMs: 60_000 })).toEqual({
    worked: 6_000,
    waited: 60_000,
    rest: 4_000,
  });
});

it('two hours of waiting are drawn short, in order, from edge to edge', () => {
  const spans: Span[] = [
    { from: ms(0), to: ms(1), spent: 'working' },
    { from: ms(1), to: ms(7_201), spent: 'person' },
    { from: ms(7_201), to: ms(7_202), spent: 'working' },
  ];
  const { at: place, breaks } = collapsedScale(spans, ms(0), ms(7_202));
  expect(breaks).toHaveLength(1);
  expect(place(ms(0))).toBe(0);
  expect(place(ms(7_202))).toBeCloseTo(1);
  expect(place(ms(1))).toBeCloseTo(0.45);
  expect(place(ms(7_201)) - place(ms(1))).toBeCloseTo(0.1);
  const marks = Array.from({ length: 100 }, (_, n) => place(ms((n * 7_202) / 99)));
  expect(marks).toEqual(marks.toSorted((a, b) => a - b));
});

it('a run in which nobody has worked yet is one idle stretch', () => {
  const { at: place, breaks } = collapsedScale([{ from: ms(0), to: ms(60), spent: 'person' }], ms(0), ms(60));
  expect(breaks).toMatchObject([{ left: 0, width: 1 }]);
  expect(place(ms(60))).toBeCloseTo(1);
});
