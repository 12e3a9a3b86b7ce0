import cronstrue from 'cronstrue';
import type { Timetable } from '../../api/flow-types.ts';
import { length } from './step-words.ts';

/** EventBridge's six fields begin with minutes and count days of the week from 1; cronstrue is told so by a field of seconds in front. */
export function cronWords(cron: string): string {
  try {
    const words = cronstrue.toString(`0 ${cron}`, {
      dayOfWeekStartIndexZero: false,
      use24HourTimeFormat: true,
      verbose: false,
    });
    return words.replace(/, only in \*$/, '');
  } catch {
    return `Cron ${cron}`;
  }
}

/** When a schedule fires, in words. */
export function timetableWords(table: Timetable): string {
  if ('cron' in table) return cronWords(table.cron);
  if ('at' in table) return `Once, on ${table.at.replace('T', ' at ')}`;
  return `Every ${length(table.everyMs).replace(/^1 /, '')}`;
}

/** An instant in a zone, which is named. */
export function inZone(at: string, timeZone: string | undefined): string {
  return new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: '2-digit',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(new Date(at));
}
