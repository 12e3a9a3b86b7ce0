import { z } from 'zod';
import { idForm } from '../flow/schema/common.ts';
import { runStatuses } from '../run/run-state.ts';

/** The body of a start (DESIGN §7). */
export const startBody = z.strictObject({
  params: z.json().default({}),
  environment: z.string().optional(),
  mode: z.enum(['interactive', 'background']).default('interactive'),
  checkpoints: z.enum(['template', 'every', 'none']).default('template'),
  profile: z.string().max(40).optional(),
  at: z.iso
    .datetime({ offset: true })
    .optional()
    .meta({ description: 'When the run is to begin; at once when absent.' }),
  context: z.json().optional(),
});

/** The body of a test run: what would trigger the flow. */
export const testBody = z.union([
  z.strictObject({
    webhook: z.strictObject({
      body: z.json(),
      headers: z.record(z.string().toLowerCase(), z.string()).default({}),
      query: z.record(z.string(), z.string()).default({}),
    }),
  }),
  z.strictObject({ event: z.strictObject({ id: z.string().optional(), event: z.record(z.string(), z.json()) }) }),
  z.strictObject({ schedule: z.strictObject({ id: z.string().optional() }) }),
]);

/** Characters of the comment on a decision. */
export const mostComment = 4_000;

/** The body of a decision. */
export const decisionBody = z.strictObject({
  action: z.enum(['approve', 'reject', 'skip']),
  comment: z.string().max(mostComment).optional(),
});

/** The body of a cancellation; it may be absent. */
export const cancelBody = z.strictObject({ reason: z.string().max(1_000).optional() });

/** A version that an environment is pointed at. */
export const environmentBody = z.strictObject({ version: z.int().min(1) });

/** What of a flow can be changed without publishing it. */
export const flowBody = z.strictObject({ enabled: z.boolean() });

/** Which versions are compared. */
export const compareQuery = z.object({ from: z.coerce.number().int().min(1), to: z.coerce.number().int().min(1) });

/** What of a schedule can be changed without publishing the flow. */
export const scheduleBody = z.strictObject({ paused: z.boolean() });

/** Settings of the deployment. */
export const settingsBody = z.strictObject({
  dailyCap: z.int().min(1).optional(),
  groups: z.record(z.string().regex(idForm), z.array(z.email()).min(1).max(50)).optional(),
  profiles: z
    .record(
      z.string().regex(idForm),
      z.strictObject({
        image: z.string().min(1).max(500),
        tools: z.array(z.string().min(1).max(100)).max(100).default([]),
        repositories: z.array(z.string().min(1).max(200)).max(200).default([]),
        runtime: z.string().max(100).optional(),
      }),
    )
    .optional(),
});

/** The value of a secret; a short one would be found, and taken out, everywhere. */
export const secretBody = z.strictObject({ value: z.string().min(8).max(4_096) });

/** A connection: its base URL, and the headers that go with each request; values name secrets as `{{ secrets.NAME }}`. */
export const connectionBody = z.strictObject({
  url: z.string().min(1).max(2_000),
  headers: z.record(z.string(), z.string().max(2_000)).default({}),
});

/** The value of a variable. */
export const variableBody = z.strictObject({ value: z.string().max(4_096) });

/** Which commits of a run are asked for. */
export const eventsQuery = z.object({
  after: z
    .string()
    .regex(/^[0-9A-HJKMNP-TV-Z]{0,26}$/, 'A ULID, or its beginning.')
    .default(''),
  limit: z.coerce.number().int().min(1).max(500).default(200),
});

/** Which open checkpoints are asked for. */
export const checkpointsQuery = z.object({
  mine: z.enum(['true', 'false']).default('false'),
  status: z.literal('pending').default('pending'),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional(),
});

/** A page of a list. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(100).optional(),
});

/** A page of what triggers brought. */
export const deliveriesQuery = z.object({ ...pageQuery.shape, trigger: z.enum(['webhook', 'event']).optional() });

/** What the list of runs can be asked. */
export const runsQuery = z.object({
  status: z.enum(runStatuses).optional(),
  flow: z.string().optional(),
  environment: z.string().optional(),
  type: z.enum(['flow', 'guide']).optional(),
  trigger: z.enum(['manual', 'api', 'schedule', 'webhook', 'event', 'chat', 'flow']).optional(),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
  q: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z
    .string()
    .regex(/^[0-9A-HJKMNP-TV-Z]{26}$/, 'The cursor of the page before.')
    .optional(),
});
