import { z } from 'zod';
import { createPorts, stepFunctions } from '../../shared/aws/create-ports.ts';
import { environment } from '../../shared/aws/environment.ts';
import { eventRules } from '../../shared/aws/event-rules.ts';
import { once } from '../../shared/aws/once.ts';
import { scheduler } from '../../shared/aws/scheduler.ts';
import { logger, withStack } from '../../shared/aws/stack.ts';
import { createMachines } from '../../shared/aws/step-functions.ts';
import { publishFlow } from '../../shared/commands/publish-flow.ts';
import { syncTriggers } from '../../shared/commands/sync-triggers.ts';
import { isSluiceError } from '../../shared/errors/sluice-error.ts';

const actor = z.object({
  type: z.enum(['user', 'machine', 'system', 'recipient']),
  id: z.string(),
  name: z.string().optional(),
  email: z.string().optional(),
});
const call = z.union([
  z.object({ source: z.string(), format: z.enum(['yaml', 'json']), actor }),
  /** A flow whose environments were pointed elsewhere, or one of whose schedules was paused. */
  z.object({ sync: z.string() }),
]);

const machines = once(() => {
  const { SLUICE_MACHINE_ROLE, SLUICE_MACHINE_PREFIX, SLUICE_RUN_STEP, SLUICE_OPEN_CHECKPOINT } = environment(
    'SLUICE_MACHINE_ROLE',
    'SLUICE_MACHINE_PREFIX',
    'SLUICE_RUN_STEP',
    'SLUICE_OPEN_CHECKPOINT',
  );
  const [arn, partition, , region, account] = SLUICE_RUN_STEP.split(':');
  return createMachines(stepFunctions(), {
    arnPrefix: `${arn}:${partition}:states:${region}:${account}`,
    prefix: SLUICE_MACHINE_PREFIX,
    roleArn: SLUICE_MACHINE_ROLE,
    runStep: SLUICE_RUN_STEP,
    openCheckpoint: SLUICE_OPEN_CHECKPOINT,
  });
});

const sync = (flow: string) => syncTriggers({ ...createPorts(), scheduler: scheduler(), rules: eventRules() }, flow);

/** A version is published although its schedules and rules do not follow yet: the reconciler sees to that. */
async function trySync(flow: string): Promise<boolean> {
  try {
    return await sync(flow);
  } catch (error) {
    logger.error(`The schedules and rules of ${flow} could not be made`, error as Error);
    return false;
  }
}

/** Publishes a flow: the only function that may create state machines, schedules and rules. A refusal is an answer, so that its caller can pass it on. */
export const handler = withStack(call, async (asked) => {
  if ('sync' in asked) {
    return { synced: await sync(asked.sync) };
  }
  const { actor: by, ...publish } = asked;
  const known = {
    type: by.type,
    id: by.id,
    ...(by.name === undefined ? {} : { name: by.name }),
    ...(by.email === undefined ? {} : { email: by.email }),
  };
  try {
    const published = await publishFlow({ ...createPorts(), machines: machines() }, { ...publish, actor: known });
    return { published: { version: published.version }, synced: await trySync(published.flow) };
  } catch (error) {
    if (!isSluiceError(error)) throw error;
    return { refused: { code: error.code, message: error.message, status: error.status, details: error.details } };
  }
});
