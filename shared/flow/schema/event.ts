import { z } from 'zod';
import { environments } from '../environments.ts';
import { id } from './common.ts';

/** `on: - event:` Starts a run for each event of EventBridge that fits a pattern, in live; in sandbox only where it says so. */
export const event = z.strictObject({
  id: id.optional().meta({ description: 'Its name among the events of the flow; event-1, event-2, … by default.' }),
  bus: z
    .enum(['default', 'deployment'], {
      message: 'A bus is default, the one of the account, or deployment, the one of Sluice.',
    })
    .optional()
    .meta({
      description:
        'The bus that is listened to: default, the one of the account, or deployment, the one of Sluice; default by default.',
    }),
  pattern: z.record(z.string(), z.unknown()).meta({ description: 'An event pattern of EventBridge.' }),
  when: z
    .string()
    .optional()
    .meta({ description: 'One expression over trigger.event; events for which it is false start nothing.' }),
  params: z.unknown().optional().meta({ description: 'The parameters, with templates over trigger.event.' }),
  environments: z
    .array(z.enum(environments))
    .min(1)
    .optional()
    .meta({ description: 'Where it fires; [live] by default.' }),
});
