import { z } from 'zod';
import { id, jsonSchema } from './common.ts';
import { event } from './event.ts';
import { limits, preflight } from './limits.ts';
import { schedule } from './schedule.ts';
import { step } from './step.ts';
import { webhook } from './webhook.ts';

const trigger = z.union([z.strictObject({ schedule }), z.strictObject({ webhook }), z.strictObject({ event })]);

/** A flow as a person writes it, in YAML or JSON (DESIGN §3). The one schema: the JSON Schema for editors is generated from it. */
export const flowSchema = z.strictObject({
  flow: id,
  title: z.string().max(200).optional(),
  type: z.enum(['flow', 'guide']).optional(),
  description: z.string().max(4_000).optional(),
  params: jsonSchema.optional(),
  limits: limits.optional(),
  preflight: preflight.max(20).optional(),
  audit: z.enum(['standard', 'permanent']).optional(),
  on: z.array(trigger).optional(),
  output: z.unknown().optional(),
  steps: z.array(step).min(1, { message: 'A flow has at least one step.' }).max(500),
});
export type FlowText = z.infer<typeof flowSchema>;

/** The JSON Schema (2020-12) of a flow, for editors' completion. */
export function flowJsonSchema(): Record<string, unknown> {
  return { ...z.toJSONSchema(flowSchema, { io: 'input', unrepresentable: 'any' }), title: 'A Sluice flow' };
}
