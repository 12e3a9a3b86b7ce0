import { z } from 'zod';
import { createPorts } from '../../shared/aws/create-ports.ts';
import { logger, withStack } from '../../shared/aws/stack.ts';
import { settleRun } from '../../shared/commands/settle-run.ts';

/** "Step Functions Execution Status Change" (https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-states.html), delivered at best effort. */
const statusChange = z.object({ detail: z.object({ name: z.string(), status: z.string() }) });

/** Looks at the run of an execution that ended. A hint only: the reconciler would come to the same. */
export const handler = withStack(statusChange, async ({ detail }) => {
  const run = /^(.+)-g\d+$/.exec(detail.name)?.[1];
  if (detail.status === 'RUNNING' || run === undefined)
    return logger.info('Not the end of a run', { name: detail.name });
  return settleRun(createPorts(), run);
});
