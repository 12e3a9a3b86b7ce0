import { z } from 'zod';
import { createPorts } from '../../shared/aws/create-ports.ts';
import { logger, withStack } from '../../shared/aws/stack.ts';
import { type Matched, takeEvent } from '../../shared/commands/event-triggers.ts';
import { fireSchedule } from '../../shared/commands/schedules.ts';
import { environments } from '../../shared/flow/environments.ts';

/** The input that a schedule is made with; EventBridge Scheduler fills in the instant that it was due at. */
const fired = z.object({
  flow: z.string(),
  environment: z.enum(environments),
  schedule: z.string(),
  scheduledTime: z.iso.datetime(),
});

/** What the target of a flow's rule makes of an event. */
const matched = z.object({
  flow: z.string(),
  environment: z.enum(environments),
  trigger: z.string(),
  event: z.looseObject({ id: z.string() }),
});

/** Starts the run of a schedule's instant or of an event. Either may be delivered more than once, and starts one. */
export const handler = withStack(z.union([fired, matched]), async (call) => {
  if ('schedule' in call) return { run: (await fireSchedule(createPorts(), call)) ?? null };
  const taken = await takeEvent(createPorts(), call as Matched);
  logger.info('An event was taken', { flow: call.flow, trigger: call.trigger, ...taken });
  return taken;
});
