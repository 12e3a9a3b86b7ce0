import { z } from 'zod';
import { nextFires, type Timetable } from '../../../shared/flow/timetable.ts';
import { DocumentFile } from '../document-file.ts';
import { rateMs } from '../events/rate.ts';
import { ServiceError } from '../states/states-error.ts';

/** A schedule as the API of EventBridge Scheduler describes it; times in seconds since 1970. */
const scheduleInput = z.object({
  Name: z.string(),
  GroupName: z.string(),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.string().optional(),
  StartDate: z.number().optional(),
  EndDate: z.number().optional(),
  State: z.enum(['ENABLED', 'DISABLED']).optional(),
  Target: z.object({
    Arn: z.string(),
    RoleArn: z.string(),
    Input: z.string().optional(),
    DeadLetterConfig: z.object({ Arn: z.string() }).optional(),
  }),
});
type ScheduleInput = z.infer<typeof scheduleInput>;
const scheduleName = scheduleInput.pick({ Name: true, GroupName: true });

interface Kept extends ScheduleInput {
  createdAt: number;
  /** The last instant that was fired. */
  firedUntil: number;
}

export interface SchedulesOptions {
  file: string;
  clock: { now(): number; setTimer(at: number, fire: () => void): () => void };
  /** Hands the input to the target, under the schedule's role. Throws when it may not. */
  deliver(schedule: ScheduleInput, input: string): void;
  onError(error: unknown): void;
}

const key = ({ GroupName, Name }: Pick<ScheduleInput, 'GroupName' | 'Name'>) => `${GroupName}/${Name}`;

function tableOf({
  ScheduleExpression,
  ScheduleExpressionTimezone = 'UTC',
  StartDate,
  EndDate,
}: ScheduleInput): Timetable {
  const iso = (seconds: number) => new Date(seconds * 1000).toISOString();
  const common = {
    timezone: ScheduleExpressionTimezone,
    ...(StartDate === undefined ? {} : { start: iso(StartDate) }),
    ...(EndDate === undefined ? {} : { end: iso(EndDate) }),
  };
  const [, kind, text = ''] = /^(cron|at)\((.+)\)$/.exec(ScheduleExpression) ?? [];
  if (kind === 'cron') return { ...common, cron: text };
  if (kind === 'at') return { ...common, at: text };
  return { ...common, everyMs: rateMs(ScheduleExpression) };
}

/** EventBridge Scheduler: schedules in the data folder, fired by the movable clock; each instant that a jump of the clock passes is fired. */
export class Schedules {
  readonly #options: SchedulesOptions;
  readonly #file: DocumentFile<Record<string, Kept>>;
  readonly #stops = new Map<string, () => void>();

  constructor(options: SchedulesOptions) {
    this.#options = options;
    this.#file = new DocumentFile(options.file, {});
    for (const each of Object.keys(this.#file.value)) this.#arm(each);
  }

  /** An operation of the API (https://docs.aws.amazon.com/scheduler/latest/APIReference/). */
  handle(operation: string, input: Record<string, unknown>): Record<string, unknown> {
    const all = this.#file.value;
    const named = scheduleName.parse(input);
    const id = key(named);
    const known = all[id];
    if (operation === 'CreateSchedule' && known !== undefined)
      throw new ServiceError('ConflictException', `Schedule ${named.Name} already exists.`);
    if (operation !== 'CreateSchedule' && known === undefined)
      throw new ServiceError('ResourceNotFoundException', `Schedule ${named.Name} does not exist.`);
    this.#stops.get(id)?.();
    this.#stops.delete(id);
    if (operation === 'DeleteSchedule') delete all[id];
    else {
      const now = this.#options.clock.now();
      all[id] = { ...scheduleInput.parse(input), createdAt: known?.createdAt ?? now, firedUntil: now };
      this.#arm(id);
    }
    this.#file.save();
    return operation === 'DeleteSchedule' ? {} : { ScheduleArn: `schedule/${id}` };
  }

  stop(): void {
    for (const stop of this.#stops.values()) stop();
  }

  #arm(id: string): void {
    const schedule = this.#file.value[id];
    if (schedule === undefined || schedule.State === 'DISABLED') return;
    const { createdAt: anchor, firedUntil: after } = schedule;
    const [at] = nextFires(tableOf(schedule), { anchor, after, count: 1 });
    if (at === undefined) return;
    this.#stops.set(
      id,
      this.#options.clock.setTimer(at, () => {
        this.#stops.delete(id);
        schedule.firedUntil = at;
        this.#file.save();
        const scheduled = new Date(at).toISOString().replace('.000Z', 'Z');
        const input = (schedule.Target.Input ?? '{}').replaceAll('<aws.scheduler.scheduled-time>', scheduled);
        try {
          this.#options.deliver(schedule, input);
        } catch (error) {
          this.#options.onError(error);
        }
        this.#arm(id);
      }),
    );
  }
}
