import { z } from 'zod';
import { environments } from '../environments.ts';
import { duration, id } from './common.ts';

/** `on: - schedule:` Starts runs by the clock, in live; in sandbox only where it says so. */
export const schedule = z.strictObject({
  id: id
    .optional()
    .meta({ description: 'Its name among the schedules of the flow; schedule-1, schedule-2, … by default.' }),
  cron: z.string().optional().meta({ description: 'The six fields of EventBridge: 0 9 ? * MON-FRI *' }),
  rate: duration.optional().meta({ description: 'Every so often, in whole minutes: 15m.' }),
  at: z.string().optional().meta({ description: 'Once, at a local time: 2026-12-01T09:00.' }),
  timezone: z
    .string()
    .optional()
    .meta({ description: 'Of the IANA database, for instance Europe/Berlin; UTC by default.' }),
  start: z.iso.datetime().optional(),
  end: z.iso.datetime().optional(),
  params: z.unknown().optional().meta({ description: 'The parameters of each run.' }),
  environments: z
    .array(z.enum(environments))
    .min(1)
    .optional()
    .meta({ description: 'Where it fires; [live] by default.' }),
});
