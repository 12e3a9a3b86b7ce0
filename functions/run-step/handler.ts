import { z } from 'zod';
import { createPorts } from '../../shared/aws/create-ports.ts';
import { allowedHosts } from '../../shared/aws/environment.ts';
import { withStack } from '../../shared/aws/stack.ts';
import { runUnit } from '../../shared/commands/run-unit.ts';

const call = z.object({ runId: z.string(), generation: z.int(), unit: z.string() });

/** Does the work of one state: the steps that were fused into it, one after the other. Called by the state machines only. */
export const handler = withStack(call, (event) => runUnit({ ...createPorts(), allowed: allowedHosts() }, event));
