import type { FlowText } from './schema/flow-schema.ts';

/** Types a flow that is written in TypeScript; it is published as the same JSON that a person could have written. */
export function defineFlow(flow: FlowText): FlowText {
  return flow;
}
