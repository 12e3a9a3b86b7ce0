import { z } from 'zod';
import { createPorts } from '../../shared/aws/create-ports.ts';
import { withStack } from '../../shared/aws/stack.ts';
import { openCheckpoint } from '../../shared/commands/open-checkpoint.ts';

const call = z.object({ runId: z.string(), generation: z.int(), unit: z.string(), taskToken: z.string() });

/** Opens the checkpoint of a gate and keeps its task token; the state machine waits until the token is answered. */
export const handler = withStack(call, async (event) => {
  await openCheckpoint(createPorts(), event);
  return {};
});
