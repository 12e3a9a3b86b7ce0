import { z } from 'zod';
import { duration } from './common.ts';

/** Runs of one flow that may be at work at the same time: each takes a slot, and 1,000 slots are read at once. */
const runsAtOnce = z.int().min(1).max(1_000);

/** `limits:` what a flow may take up. */
export const limits = z.strictObject({
  timeout: duration.optional().meta({ description: 'How long a run may take, from its first step on.' }),
  concurrency: z
    .union([
      runsAtOnce,
      z.strictObject({
        limit: runsAtOnce,
        per: z
          .string()
          .optional()
          .meta({ description: 'A template over params, env, trigger and context: the limit holds for each value.' }),
        holdWhileWaiting: z
          .boolean()
          .optional()
          .meta({ description: 'A run that waits for a person keeps its slot; otherwise others go on meanwhile.' }),
      }),
    ])
    .optional()
    .meta({
      description: 'Runs that may be at work at the same time, in each environment; further ones wait in line.',
    }),
  daily: z.int().min(1).optional().meta({ description: 'Runs that may start on one day (UTC).' }),
});

/** `preflight:` what must hold for a run to start. */
export const preflight = z.array(
  z.strictObject({
    check: z
      .string()
      .meta({ description: 'One expression over params, env, trigger and context that yields true or false.' }),
    message: z.string().min(1).max(500).meta({ description: 'What whoever starts is told when it does not hold.' }),
  }),
);
