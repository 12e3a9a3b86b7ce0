import { Cron } from 'croner';

/** When a schedule fires: exactly one of `cron` (the six fields of EventBridge), `everyMs` and `at` (local time). */
export type Timetable = { timezone: string; start?: string; end?: string } & (
  | { cron: string }
  | { everyMs: number }
  | { at: string }
);

/** EventBridge counts days of the week from 1, Sunday (EventBridge Scheduler guide, "Schedule types"); croner from 0. */
const dayOfWeek = (field: string): string =>
  field.replaceAll(/(?<![#/\d])[1-7](?!\d)/g, (digit) => String(Number(digit) - 1));

/** `5/15` is every fifteenth from the fifth on; croner wants the end of the range as well. */
const withEnd = (field: string, last: number): string =>
  field.replaceAll(/(?<![-\d])(\d+)\/(\d+)/g, (_all, first: string, step: string) => `${first}-${last}/${step}`);

/** The six fields of EventBridge as croner reads them: seconds first, the year last. Throws with what is wrong. */
function parseCron(text: string, timezone: string): Cron {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 6)
    throw new Error(`It has ${fields.length} fields, not six: minutes hours day-of-month month day-of-week year.`);
  const [minutes = '', hours = '', dayOfMonth = '', month = '', weekDay = '', year = ''] = fields;
  if ((dayOfMonth === '?') === (weekDay === '?'))
    throw new Error('Exactly one of day-of-month and day-of-week is "?".');
  const day = dayOfMonth === '?' ? '*' : withEnd(dayOfMonth, 31);
  const week = weekDay === '?' ? '*' : dayOfWeek(withEnd(weekDay, 7));
  const time = `0 ${withEnd(minutes, 59)} ${withEnd(hours, 23)}`;
  return new Cron(`${time} ${day} ${withEnd(month, 12)} ${week} ${withEnd(year, 2199)}`, { timezone, paused: true });
}

/** The instants of a cron in a time zone after one: a local time in the gap of spring is skipped, a repeated one fires once. */
function* cronTimes(cron: Cron, after: number): Generator<number> {
  for (let from = new Date(after); ; ) {
    const next = cron.nextRun(from);
    if (next === null) return;
    // In the gap croner answers the instant an hour later, which does not fit the pattern.
    if (cron.match(next)) yield next.getTime();
    from = next;
  }
}

function* times(table: Timetable, anchor: number, after: number): Generator<number> {
  if ('cron' in table) yield* cronTimes(parseCron(table.cron, table.timezone), after);
  else if ('at' in table) {
    const at = new Cron(table.at, { timezone: table.timezone, paused: true }).nextRun(new Date(after));
    if (at !== null) yield at.getTime();
  } else {
    const first = table.start === undefined ? anchor : Date.parse(table.start);
    const past = Math.max(0, Math.floor((after - first) / table.everyMs) + 1);
    for (let at = first + past * table.everyMs; ; at += table.everyMs) yield at;
  }
}

/** The next instants (milliseconds) at which a timetable fires after one. A rate counts from its start, else from `anchor`. */
export function nextFires(table: Timetable, options: { anchor: number; after: number; count: number }): number[] {
  const { anchor, after, count } = options;
  const start = table.start === undefined ? Number.NEGATIVE_INFINITY : Date.parse(table.start);
  const end = table.end === undefined ? Number.POSITIVE_INFINITY : Date.parse(table.end);
  const found: number[] = [];
  for (const at of times(table, anchor, Math.max(after, start - 1))) {
    if (at > end || found.length >= count) break;
    if (at > after) found.push(at);
  }
  return found.slice(0, count);
}

/** What is wrong with a timetable; undefined when it can fire after an instant. */
export function timetableProblem(table: Timetable, after?: number): string | undefined {
  try {
    new Intl.DateTimeFormat('en', { timeZone: table.timezone });
  } catch {
    return `"${table.timezone}" is no time zone.`;
  }
  try {
    if ('cron' in table) {
      // Whether it ever fires is a matter of the pattern: every instant before its first year will do.
      const [first] = cronTimes(parseCron(table.cron, table.timezone), after ?? Date.UTC(2020));
      return first === undefined ? `"${table.cron}" never fires.` : undefined;
    }
    if ('at' in table && !/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(table.at))
      return `"${table.at}" is no local time such as 2026-12-01T09:00.`;
    return undefined;
  } catch (error) {
    return `"${'cron' in table ? table.cron : ''}" is no cron expression. ${error instanceof Error ? error.message : ''}`;
  }
}
