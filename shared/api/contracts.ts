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

/** Of which environment the health of a flow is asked; of all when absent. */
export const healthQuery = z.object({ environment: z.string().optional() });

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

/** Which checkpoints are asked for. */
export const checkpointsQuery = z.object({
  mine: z.enum(['true', 'false']).default('false'),
  status: z.enum(['pending', 'decided']).default('pending'),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z
    .string()
    .regex(/^[\w.:#-]{1,200}$/, 'The cursor of the page before.')
    .optional(),
});

/** A page of a list. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(100).optional(),
});

/** A page of what triggers brought. */
export const deliveriesQuery = z.object({ ...pageQuery.shape, trigger: z.enum(['webhook', 'event']).optional() });

/** Flows that a list may be asked for at once: each is spread over eight partitions, all of which are read. */
const mostFlows = 10;

/** One value or several, with commas between them. */
const several = <T extends z.ZodType<unknown, string>>(each: T, most: number) =>
  z
    .string()
    .meta({ description: `One, or up to ${most} with commas between them.` })
    .transform((text) => [...new Set(text.split(',').map((part) => part.trim()))])
    .pipe(z.array(each).max(most));

/** What the list of runs can be asked. */
export const runsQuery = z.object({
  status: several(z.enum(runStatuses), runStatuses.length).optional(),
  flow: several(z.string().min(1), mostFlows).optional(),
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

/** As what a run is exported. */
export const exportQuery = z.object({ format: z.enum(['json', 'csv']).default('json') });

/** As what, and which, runs are exported: the filters of the list. */
export const runsExportQuery = runsQuery.extend({
  format: z.enum(['json', 'csv']).default('csv'),
  limit: z.coerce.number().int().min(1).max(1_000).default(1_000),
});
