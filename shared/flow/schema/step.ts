import { z } from 'zod';
import { approval } from './approval.ts';
import { duration, id, idForm, jsonSchema, refuse } from './common.ts';

/** `http:` A request. That `url` fits to `connection` is a rule of its own (`connection-path`). */
export const http = z
  .strictObject({
    method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']).optional(),
    connection: z
      .string()
      .regex(idForm, { message: 'The name of a connection: lower-case letters, digits and hyphens.' })
      .optional()
      .meta({ description: 'Name of a connection of the environment; url is then a path below its base URL.' }),
    url: z
      .string()
      .min(1)
      .meta({ description: 'A whole URL, or a path that begins with / when there is a connection.' }),
    headers: z.record(z.string(), z.string()).optional(),
    query: z.record(z.string(), z.unknown()).optional(),
    body: z.unknown().optional().meta({ description: 'Sent as JSON.' }),
    form: z
      .record(z.string(), z.unknown())
      .optional()
      .meta({ description: 'Sent as application/x-www-form-urlencoded.' }),
    text: z.string().optional().meta({ description: 'Sent as text/plain.' }),
  })
  .superRefine((request, context) => {
    const bodies = (['body', 'form', 'text'] as const).filter((key) => request[key] !== undefined);
    if (bodies.length > 1)
      context.addIssue(
        refuse(
          'one-body',
          `A request has one body, this one has ${bodies.join(' and ')}.`,
          'Keep one of body (JSON), form and text.',
        ),
      );
  });

/** A duration, or a template that yields one. */
const durationOrTemplate = z.string().superRefine((text, context) => {
  if (text.includes('{{')) return;
  for (const issue of duration.safeParse(text).error?.issues ?? [])
    if (issue.code === 'custom')
      context.addIssue(refuse(String(issue.params?.code), issue.message, issue.params?.hint as string | undefined));
});

const wait = z.union([duration, z.strictObject({ for: durationOrTemplate }), z.strictObject({ until: z.string() })]);

const retry = z.strictObject({
  attempts: z.int().min(1).max(20).meta({ description: 'Attempts in all, the first one included.' }),
  interval: duration.optional(),
  backoff: z.number().min(1).max(10).optional(),
  maxDelay: duration.optional(),
});

/** The kinds of steps that this version executes. */
export const supportedKinds = ['transform', 'http', 'approve', 'wait'] as const;

/** A step as a person writes it. That it has exactly one kind is a rule of its own (`one-kind`). */
export const step = z.strictObject({
  id,
  title: z.string().max(200).optional(),
  phase: z.string().max(100).optional(),
  needs: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .meta({ description: 'Steps that must have ended before this one.' }),
  when: z
    .union([z.string(), z.boolean()])
    .optional()
    .meta({ description: 'One expression; the step is skipped when it is false.' }),
  checkpoint: approval.optional().meta({ description: 'A gate before the step.' }),
  retry: retry.optional(),
  timeout: duration.optional().meta({ description: 'How long one attempt may take.' }),
  onError: z.enum(['fail', 'continue']).optional(),
  output: jsonSchema.optional().meta({ description: 'JSON Schema that the result must satisfy.' }),
  effect: z.enum(['at-least-once', 'at-most-once']).optional(),
  autoApprove: z.boolean().optional(),
  transform: z.unknown().optional().meta({ description: 'Any JSON with templates; its value is the output.' }),
  http: http.optional(),
  approve: approval.optional(),
  wait: wait.optional().meta({ description: 'A duration, {for: …} or {until: …}.' }),
});
export type StepText = z.infer<typeof step>;
