import { z } from 'zod';
import { createPorts, stepFunctions } from '../../shared/aws/create-ports.ts';
import { environment } from '../../shared/aws/environment.ts';
import { eventRules } from '../../shared/aws/event-rules.ts';
import { once } from '../../shared/aws/once.ts';
import { scheduler } from '../../shared/aws/scheduler.ts';
import { withStack } from '../../shared/aws/stack.ts';
import { createMachines } from '../../shared/aws/step-functions.ts';
import { syncEventRules } from '../../shared/commands/event-triggers.ts';
import { publishFlow } from '../../shared/commands/publish-flow.ts';
import { syncSchedules } from '../../shared/commands/schedules.ts';
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

/** Makes schedules and rules those of the versions that the environments point at. */
async function syncTriggers(flow: string): Promise<void> {
  await syncSchedules({ ...createPorts(), scheduler: scheduler() }, flow);
  await syncEventRules({ ...createPorts(), rules: eventRules() }, flow);
}

/** Publishes a flow: the only function that may create state machines, schedules and rules. A refusal is an answer, so that its caller can pass it on. */
export const handler = withStack(call, async (asked) => {
  if ('sync' in asked) {
    await syncTriggers(asked.sync);
    return {};
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
    await syncTriggers(published.flow);
    return { published: { version: published.version } };
  } catch (error) {
    if (!isSluiceError(error)) throw error;
    return { refused: { code: error.code, message: error.message, status: error.status, details: error.details } };
  }
});
