import { createHash } from 'node:crypto';
import type { CheckpointMode } from '../compile/plan.ts';
import { SluiceError } from '../errors/sluice-error.ts';
import { didYouMean } from '../flow/did-you-mean.ts';
import { canonicalJson } from '../run/chain.ts';
import type { Json, Trigger } from '../run/events.ts';
import { append, PayloadBag } from './append.ts';
import { checkEnvironment } from './check-environment.ts';
import { capChanges, capReached } from './daily-cap.ts';
import { environmentOf } from './environments.ts';
import type { FlowVersion } from './flow-ports.ts';
import { launchGeneration } from './launch-generation.ts';
import type { Ports, Summary } from './ports.ts';
import { runningVersion } from './running-version.ts';
import { validateParams } from './validate-params.ts';

export interface StartRun {
  flow: string;
  environment: string;
  params: Json;
  mode: 'interactive' | 'background';
  checkpoints: CheckpointMode;
  context?: Json;
  trigger: Trigger;
  /** What the trigger brought; expressions see it as members of `trigger`. */
  data?: Json;
  /** The caller's key: within a day it starts one run, however often it is sent. */
  idempotencyKey?: string;
}

/** Seconds that an idempotency record is kept. */
const keySeconds = 86_400;
/** Milliseconds after which the reconciler looks whether a started run is on its way. */
const firstLookMs = 120_000;

async function versionToRun(ports: Ports, flow: string, environment: string): Promise<FlowVersion> {
  const record = await ports.flows.flow(flow);
  if (record === undefined) {
    const ids = (await ports.flows.flows()).map(({ id }) => id);
    throw new SluiceError('flow-not-found', `There is no flow "${flow}". ${didYouMean(flow, ids)}`, { status: 404 });
  }
  if (record.off !== undefined)
    throw new SluiceError(
      'flow-off',
      `The flow "${flow}" was switched off by ${record.off.by.name ?? record.off.by.id} at ${record.off.at}.`,
      { status: 409 },
    );
  const version = await runningVersion(ports, record, environmentOf(environment));
  if (version === undefined)
    throw new SluiceError(
      'no-version',
      `The flow "${flow}" has no version in "${environment}". Promote one: POST /v1/flows/${flow}/environments/${environment} {"version": ${record.latest}}.`,
      { status: 409 },
    );
  return version;
}

/** The run that a key has already started, or the refusal of a key that was used for something else. */
function replay(
  found: { run: string; bodyHash: string },
  bodyHash: string,
): { id: string; status: 'pending'; replayed: true } {
  if (found.bodyHash !== bodyHash)
    throw new SluiceError(
      'idempotency-key-reused',
      'This Idempotency-Key has started a run with another body. Send a new key for a new run.',
      { status: 422 },
    );
  return { id: found.run, status: 'pending', replayed: true };
}

/**
 * Starts a run: recorded first, then handed to the engine. When the engine is away the run is there all the same, and the
 * reconciler starts it. Throws `flow-not-found`, `environment-not-found`, `no-version`, `flow-off`, `connection-missing`, `secret-missing`, `invalid-params`, `daily-cap`,
 * `idempotency-key-reused`: none of them is a failed run.
 */
export async function startRun(
  ports: Ports,
  start: StartRun,
): Promise<{ id: string; status: 'pending' | 'running'; replayed: boolean }> {
  const version = await versionToRun(ports, start.flow, start.environment);
  const params = validateParams(version.flow.params, start.params);
  const [{ dailyCap }, env] = await Promise.all([
    ports.settings.read(),
    ports.environments.variables(start.environment),
    checkEnvironment(ports, version.flow, start.environment),
  ]);
  const now = ports.clock.now();
  const at = new Date(now).toISOString();
  const id = ports.ids.ulid(now);
  const bag = new PayloadBag();
  const summary: Summary = {
    id,
    flow: start.flow,
    title: version.flow.title,
    version: version.version,
    environment: start.environment,
    type: version.flow.type,
    status: 'running',
    generation: 1,
    trigger: start.trigger,
    startedAt: at,
    dueAt: new Date(now + firstLookMs).toISOString(),
  };
  const { flow, environment, mode, checkpoints, context } = start;
  const bodyHash = createHash('sha256')
    .update(canonicalJson({ flow, environment, params: start.params, mode, checkpoints, context: context ?? null }))
    .digest('base64url');
  const key =
    start.idempotencyKey === undefined
      ? {}
      : {
          key: {
            scope: `${start.trigger.by.id}#start`,
            key: start.idempotencyKey,
            bodyHash,
            expiresAt: Math.floor(now / 1000) + keySeconds,
          },
        };
  const caps = capChanges(flow, { flow: version.flow.limits.daily, deployment: dailyCap }, now);
  const { written } = await append(
    ports,
    { id, generation: 1, heads: new Map() },
    'main',
    [
      {
        type: 'RunStarted',
        flow: start.flow,
        version: version.version,
        environment: start.environment,
        mode: start.mode,
        checkpoints: start.checkpoints,
        trigger: start.trigger,
        params: bag.add(params),
        ...(start.data === undefined ? {} : { triggerData: bag.add(start.data) }),
        env: bag.add(env),
        ...(context === undefined ? {} : { context: bag.add(context) }),
        timeoutAt: new Date(now + version.flow.limits.timeoutMs).toISOString(),
      },
      { type: 'GenerationStarted', generation: 1, reason: 'start' },
    ],
    { actor: start.trigger.by, bag, changes: [{ type: 'start', summary, ...key }, ...caps] },
  );
  if (!written.ok) {
    if (written.because === 'key') return replay(written, bodyHash);
    if (written.because === 'cap') throw capReached(written.cap, now);
    throw new SluiceError('conflict', `The run ${id} exists already.`, { status: 409, retryable: true });
  }
  const launched = await launchGeneration(ports, id, 1, version.plans[start.checkpoints].machineArn).then(
    () => true,
    () => false,
  );
  return { id, status: launched ? 'running' : 'pending', replayed: false };
}
