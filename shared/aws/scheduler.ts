import {
  CreateScheduleCommand,
  DeleteScheduleCommand,
  ResourceNotFoundException,
  SchedulerClient,
  UpdateScheduleCommand,
} from '@aws-sdk/client-scheduler';
import type { Scheduler } from '../commands/trigger-ports.ts';
import type { Timetable } from '../flow/timetable.ts';
import { environment } from './environment.ts';
import { once } from './once.ts';
import { shortName } from './short-name.ts';

/** A timetable as EventBridge Scheduler writes it (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html). */
function expressionOf(table: Timetable): string {
  if ('cron' in table) return `cron(${table.cron})`;
  if ('at' in table) return `at(${table.at.length === 16 ? `${table.at}:00` : table.at})`;
  const minutes = table.everyMs / 60_000;
  return `rate(${minutes} ${minutes === 1 ? 'minute' : 'minutes'})`;
}

/** Schedules in EventBridge Scheduler, in the group of the deployment, named `<flow>.<environment>.<schedule>`. */
function createScheduler(
  client: SchedulerClient,
  options: { group: string; targetArn: string; roleArn: string; deadLetterArn: string },
): Scheduler {
  const nameOf = (flow: string, id: string) => shortName(`${flow}.${id}`);
  return {
    async put(flow, { id, table, environment, schedule, since }, enabled) {
      const input = {
        Name: nameOf(flow, id),
        GroupName: options.group,
        ScheduleExpression: expressionOf(table),
        ScheduleExpressionTimezone: table.timezone,
        // A rate counts from its start, so that an update does not move its beat.
        ...('everyMs' in table
          ? { StartDate: new Date(table.start ?? since) }
          : table.start === undefined
            ? {}
            : { StartDate: new Date(table.start) }),
        ...(table.end === undefined ? {} : { EndDate: new Date(table.end) }),
        State: enabled ? ('ENABLED' as const) : ('DISABLED' as const),
        FlexibleTimeWindow: { Mode: 'OFF' as const },
        Target: {
          Arn: options.targetArn,
          RoleArn: options.roleArn,
          Input: JSON.stringify({ flow, environment, schedule, scheduledTime: '<aws.scheduler.scheduled-time>' }),
          DeadLetterConfig: { Arn: options.deadLetterArn },
          RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
        },
      };
      try {
        await client.send(new UpdateScheduleCommand(input));
      } catch (error) {
        if (!(error instanceof ResourceNotFoundException)) throw error;
        await client.send(new CreateScheduleCommand(input));
      }
    },
    async remove(flow, id) {
      try {
        await client.send(new DeleteScheduleCommand({ Name: nameOf(flow, id), GroupName: options.group }));
      } catch (error) {
        if (!(error instanceof ResourceNotFoundException)) throw error;
      }
    },
  };
}

/** The scheduler of this deployment, as the function's environment describes it. */
export const scheduler: () => Scheduler = once(() => {
  const settings = environment(
    'SLUICE_SCHEDULE_GROUP',
    'SLUICE_SCHEDULE_ROLE',
    'SLUICE_START_RUN',
    'SLUICE_DEAD_LETTERS',
  );
  return createScheduler(new SchedulerClient({ maxAttempts: 4 }), {
    group: settings.SLUICE_SCHEDULE_GROUP,
    roleArn: settings.SLUICE_SCHEDULE_ROLE,
    targetArn: settings.SLUICE_START_RUN,
    deadLetterArn: settings.SLUICE_DEAD_LETTERS,
  });
});
