import { describe, expect, it } from 'vitest';
import { nextFires, type Timetable, timetableProblem } from '../../../shared/flow/timetable.ts';

const fires = (table: Timetable, after: string, count = 4) =>
  nextFires(table, { anchor: Date.parse('2026-01-01T00:00:00Z'), after: Date.parse(after), count }).map((at) =>
    new Date(at).toISOString().slice(0, 16),
  );
const berlin = 'Europe/Berlin';

describe('timetables, as EventBridge Scheduler fires them', () => {
  it('skips a local time in the gap of spring, and fires one that repeats in autumn once', () => {
    expect(fires({ cron: '30 2 * * ? *', timezone: berlin }, '2026-03-27T12:00:00Z', 3)).toEqual([
      '2026-03-28T01:30',
      '2026-03-30T00:30',
      '2026-03-31T00:30',
    ]);
    expect(fires({ cron: '30 2 * * ? *', timezone: berlin }, '2026-10-24T12:00:00Z', 3)).toEqual([
      '2026-10-25T00:30',
      '2026-10-26T01:30',
      '2026-10-27T01:30',
    ]);
    expect(fires({ cron: '0 9 ? * * *', timezone: berlin }, '2026-03-28T00:00:00Z', 2)).toEqual([
      '2026-03-28T08:00',
      '2026-03-29T07:00',
    ]);
  });

  it.each<[string, string, string[]]>([
    ['Monday to Friday by number', '0 9 ? * 2-6 *', ['2026-08-03T09:00', '2026-08-04T09:00']],
    ['Monday to Friday by name', '0 9 ? * MON-FRI *', ['2026-08-03T09:00', '2026-08-04T09:00']],
    ['the last day of a month', '0 9 L * ? *', ['2026-08-31T09:00', '2026-09-30T09:00']],
    ['the weekday nearest the 15th', '0 9 15W * ? *', ['2026-08-14T09:00', '2026-09-15T09:00']],
    ['the last Friday', '0 9 ? * 6L *', ['2026-08-28T09:00', '2026-09-25T09:00']],
    ['the second Monday', '0 9 ? * 2#2 *', ['2026-08-10T09:00', '2026-09-14T09:00']],
    ['every other day of the working week', '0 9 ? * MON-FRI/2 *', ['2026-08-03T09:00', '2026-08-05T09:00']],
    ['the same by number', '0 9 ? * 2-6/2 *', ['2026-08-03T09:00', '2026-08-05T09:00']],
    ['a year', '0 9 1 1 ? 2028', ['2028-01-01T09:00']],
    ['steps', '0/20 9 1 9 ? *', ['2026-09-01T09:00', '2026-09-01T09:20']],
  ])('%s', (_what, cron, expected) => {
    expect(fires({ cron, timezone: 'UTC' }, '2026-08-01T00:00:00Z', expected.length)).toEqual(expected);
  });

  it('keeps the beat of a rate, between start and end', () => {
    expect(fires({ everyMs: 3_600_000, timezone: 'UTC' }, '2026-08-01T00:30:00Z', 2)).toEqual([
      '2026-08-01T01:00',
      '2026-08-01T02:00',
    ]);
    const bounded = { everyMs: 3_600_000, timezone: 'UTC', start: '2026-08-01T00:10:00Z', end: '2026-08-01T02:00:00Z' };
    expect(fires(bounded, '2026-07-01T00:00:00Z')).toEqual(['2026-08-01T00:10', '2026-08-01T01:10']);
  });

  it('fires once at a local time, and never again', () => {
    const once = { at: '2026-12-01T09:00', timezone: berlin };
    expect(fires(once, '2026-11-01T00:00:00Z')).toEqual(['2026-12-01T08:00']);
    expect(fires(once, '2026-12-01T08:00:00Z')).toEqual([]);
  });

  it.each<[Timetable, string]>([
    [{ cron: '0 9 31 2 ? *', timezone: 'UTC' }, 'never fires'],
    [{ cron: '0 9 * * *', timezone: 'UTC' }, 'five'],
    [{ cron: '0 9 * * * *', timezone: 'UTC' }, 'Exactly one of day-of-month and day-of-week is "?"'],
    [{ cron: '0 25 ? * * *', timezone: 'UTC' }, 'is no cron expression'],
    [{ cron: '0 9 ? * * *', timezone: 'Europe/Berlni' }, 'is no time zone'],
    [{ at: 'tomorrow', timezone: 'UTC' }, 'no local time'],
  ])('says what is wrong with %o', (table, said) => {
    expect(timetableProblem(table)).toContain(said === 'five' ? 'It has 5 fields, not six' : said);
  });
});
