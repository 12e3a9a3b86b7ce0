import { parseDuration } from '../duration.ts';
import { timetableProblem } from '../timetable.ts';
import { triggersIn } from '../triggers-in.ts';
import type { Rule } from './rule.ts';

/** A schedule says when in one way, in a time zone that exists, and fires at least once. */
export const scheduleFires: Rule = {
  code: 'schedule-never-fires',
  *check({ raw }) {
    const ids = new Set<unknown>();
    for (const { path, trigger } of triggersIn(raw, 'schedule')) {
      const { cron, rate, at, timezone = 'UTC', params, id } = trigger;
      if (id !== undefined && ids.has(id))
        yield { path: [...path, 'id'], message: `There are two schedules "${String(id)}".` };
      ids.add(id);
      const given = Object.entries({ cron, rate, at }).filter(([, value]) => value !== undefined);
      if (given.length !== 1) {
        yield {
          path,
          message: 'A schedule has exactly one of cron, rate and at.',
          hint: 'For instance cron: "0 9 ? * MON-FRI *".',
        };
        continue;
      }
      if (JSON.stringify(params ?? null).includes('{{'))
        yield { path: [...path, 'params'], message: 'The parameters of a schedule are values, not templates.' };
      if (typeof rate === 'string') {
        const parsed = parseDuration(rate);
        if ('ms' in parsed && (parsed.ms < 60_000 || parsed.ms % 60_000 !== 0))
          yield { path: [...path, 'rate'], message: 'A rate is a whole number of minutes, at least one.' };
      }
      const zone = String(timezone);
      const table =
        typeof cron === 'string'
          ? { cron, timezone: zone }
          : typeof at === 'string'
            ? { at, timezone: zone }
            : { everyMs: 60_000, timezone: zone };
      const problem = timetableProblem(table);
      if (problem !== undefined) yield { path, message: problem };
    }
  },
};
