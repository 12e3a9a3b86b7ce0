import type { RunView, StepView } from '../../api/types.ts';
import type { StepLook } from '../../canvas/step-look.ts';
import { duration } from '../../ui/duration.ts';
import { type Signal, stepSignal } from '../../ui/status.ts';
import { standingOf } from './standing.ts';

/** Words that fit below a medallion. */
const shortSummary = 26;
const clip = (text: string) => (text.length <= 48 ? text : `${text.slice(0, 47)}…`);

/** What a step left in one line of words, if it did. */
export const summaryOf = ({ summary }: StepView): string | undefined => (summary === '' ? undefined : summary);

/** A failure in a few words: what was answered rather than what was asked. */
const failureWords = (message: string) => clip(/ answered (.+)$/.exec(message)?.[1] ?? message);

/** A reason with the titles of the steps that it names. */
export const named = (reason: string, titles: ReadonlyMap<string, string>): string =>
  reason.replace(/"([^"]+)"/g, (quoted, path: string) => titles.get(path) ?? quoted);

const timeOf = (instant: string, zone: string | undefined) =>
  new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone: zone }).format(
    new Date(instant),
  );

/** The line below the title of a step, and since when it counts; `skew` as in useSkew. */
export function lookOfStep(
  step: StepView,
  standing: { signal: Signal; word: string },
  titles: ReadonlyMap<string, string>,
  skew: number,
  zone: string | undefined,
): StepLook {
  const look: StepLook = standing;
  const since = step.startedAt === undefined ? undefined : Date.parse(step.startedAt) + skew;
  switch (step.status) {
    case 'running':
      if (step.retryAt !== undefined)
        return { ...look, caption: `attempt ${step.attempt + 1} at ${timeOf(step.retryAt, zone)}` };
      if (step.until !== undefined) return { ...look, caption: `until ${timeOf(step.until, zone)}` };
      return {
        ...look,
        ...(step.attempt > 1 ? { caption: `attempt ${step.attempt}` } : {}),
        ...(since === undefined ? {} : { since }),
      };
    case 'awaiting_input':
      return { ...look, caption: 'waiting', ...(since === undefined ? {} : { since }) };
    case 'complete': {
      const took =
        step.startedAt === undefined || step.endedAt === undefined
          ? undefined
          : duration(Date.parse(step.endedAt) - Date.parse(step.startedAt));
      const summary = summaryOf(step);
      const caption = summary !== undefined && summary.length <= shortSummary ? summary : took;
      return { ...look, ...(caption === undefined ? {} : { caption }) };
    }
    case 'failed':
      return { ...look, caption: failureWords(step.error?.message ?? 'failed') };
    case 'skipped':
    case 'blocked':
      return { ...look, ...(step.reason === undefined ? {} : { caption: clip(named(step.reason, titles)) }) };
    default:
      return look;
  }
}

/** A function from a step's path to its look. */
export function looksOf(
  { steps, checkpoints, endedAt }: Pick<RunView, 'steps' | 'checkpoints' | 'endedAt'>,
  skew: number,
  zone: string | undefined,
): (path: string) => StepLook {
  const titles = new Map(steps.map(({ path, title }) => [path, title]));
  const looks = new Map(
    steps.map((step) => [step.path, lookOfStep(step, standingOf(step, { checkpoints, endedAt }), titles, skew, zone)]),
  );
  return (path) => looks.get(path) ?? stepSignal('pending');
}

/** The step that somebody would look for first: what waits for a person, what runs, what failed. */
export function stepOfInterest({ steps }: RunView): string | undefined {
  for (const status of ['awaiting_input', 'running', 'blocked', 'failed'] as const) {
    const found = steps.find((step) => step.status === status);
    if (found !== undefined) return found.path;
  }
  return undefined;
}

/** Steps by state, and how many of them have ended. */
export function countSteps({ steps }: RunView) {
  const of = (...states: StepView['status'][]) => steps.filter(({ status }) => states.includes(status)).length;
  return {
    all: steps.length,
    ended: of('complete', 'skipped', 'failed', 'cancelled'),
    complete: of('complete'),
    skipped: of('skipped'),
    failed: of('failed'),
    running: of('running'),
    awaiting: of('awaiting_input'),
    blocked: of('blocked'),
    pending: of('pending'),
  };
}
