import { z } from 'zod';
import { createPorts } from '../../shared/aws/create-ports.ts';
import { withStack } from '../../shared/aws/stack.ts';
import { fireSchedule } from '../../shared/commands/schedules.ts';

/** The input that a schedule is made with; EventBridge Scheduler fills in the instant that it was due at. */
const fired = z.object({
  flow: z.string(),
  environment: z.enum(['sandbox', 'live']),
  schedule: z.string(),
  scheduledTime: z.iso.datetime(),
});

/** Starts the run of a schedule. It may be delivered more than once, and starts one. */
export const handler = withStack(fired, async (event) => ({ run: (await fireSchedule(createPorts(), event)) ?? null }));
