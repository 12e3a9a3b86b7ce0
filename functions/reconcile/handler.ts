import { z } from 'zod';
import { createPorts } from '../../shared/aws/create-ports.ts';
import { invokeSync } from '../../shared/aws/invoke.ts';
import { logger, withStack } from '../../shared/aws/stack.ts';
import { reconcile } from '../../shared/commands/settle-run.ts';
import { reconcileTriggers } from '../../shared/commands/sync-triggers.ts';

/** Every minute: does what is missing for every run whose time to be looked at has come, and for flows whose schedules and rules do not follow. */
export const handler = withStack(z.unknown(), async () => {
  const visited = await reconcile(createPorts(), (run, error) =>
    logger.error(`The run ${run.id} could not be settled`, error as Error),
  );
  const synced = await reconcileTriggers(createPorts(), invokeSync, (flow, error) =>
    logger.error(`The schedules and rules of ${flow.id} could not be made`, error as Error),
  );
  return { visited, synced };
});
