import { z } from 'zod';
import { createPorts } from '../../shared/aws/create-ports.ts';
import { logger, withStack } from '../../shared/aws/stack.ts';
import { reconcile } from '../../shared/commands/settle-run.ts';

/** Every minute: does what is missing for every run whose time to be looked at has come. */
export const handler = withStack(z.unknown(), async () => {
  const visited = await reconcile(createPorts(), (run, error) =>
    logger.error(`The run ${run.id} could not be settled`, error as Error),
  );
  return { visited };
});
