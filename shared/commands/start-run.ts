import { createHash } from 'node:crypto';
import type { CheckpointMode } from '../compile/plan.ts';
import { SluiceError } from '../errors/sluice-error.ts';
import { canonicalJson } from '../run/chain.ts';
import type { Json, RunEvent, Trigger } from '../run/events.ts';
import { append, PayloadBag } from './append.ts';
import { checkEnvironment } from './check-environment.ts';
import { capChanges, capReached } from './daily-cap.ts';
import type { FlowVersion } from './flow-ports.ts';
import { launchGeneration } from './launch-generation.ts';
import type { Change, Ports, Summary } from './ports.ts';
import { freeSlot, poolOf } from './slots.ts';
import { checkedStartAt, checkPreflight, profileOf, versionToRun } from './start-checks.ts';
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
  /** ISO 8601: when the run is to begin; at once when absent. */
  at?: string;
  /** Name of a sandbox profile of the settings. */
  profile?: string;
  /** The caller's key: within a day it starts one run, however often it is sent. */
  idempotencyKey?: string;
}

/** What a start answers: `place` in line when the run waits for a slot. */
export interface Started {
  id: string;
  status: 'scheduled' | 'pending' | 'running';
  replayed: boolean;
  place?: number;
}

/** Seconds that an idempotency record is kept. */
const keySeconds = 86_400;
/** Milliseconds after which the reconciler looks whether a started run is on its way. */
const firstLookMs = 120_000;
/** Times that a start looks for a slot; then it stands in line, whoever took the slots that it saw. */
const slotAttempts = 3;

/** The run that a key has already started, or the refusal of a key that was used for something else. */
async function replay(ports: Ports, found: { run: string; bodyHash: string }, bodyHash: string): Promise<Started> {
  if (found.bodyHash !== bodyHash)
    throw new SluiceError(
      'idempotency-key-reused',
      'This Idempotency-Key has started a run with another body. Send a new key for a new run.',
      { status: 422 },
    );
  const { status } = (await ports.runs.summary(found.run)) ?? {};
  const known = status === 'scheduled' || status === 'pending' ? status : 'running';
  return { id: found.run, status: known, replayed: true };
}

/** What of a start makes it the same as another one with its key. */
function hashOf({ flow, environment, params, mode, checkpoints, context, at, profile }: StartRun): string {
  const body = { flow, environment, params, mode, checkpoints, context: context ?? null };
  const later = { ...(at === undefined ? {} : { at }), ...(profile === undefined ? {} : { profile }) };
  return createHash('sha256')
    .update(canonicalJson({ ...body, ...later }))
    .digest('base64url');
}

/** How a run begins: at its instant, with a slot in hand, in line for one, or at once. */
type Begin = { later: string } | { slot: number } | { line: true } | { now: true };

/** Looks for a slot. Whoever comes while others stand in line stands behind them. */
async function beginOf(
  ports: Ports,
  { flow }: FlowVersion,
  { startAt, pool, attempt }: { startAt: string | undefined; pool: string | undefined; attempt: number },
): Promise<Begin> {
  if (startAt !== undefined) return { later: startAt };
  if (pool === undefined) return { now: true };
  const { limit = 1 } = flow.limits.concurrency ?? {};
  const { taken, waited } = await ports.runs.pool(pool, limit);
  const slot = waited || attempt > slotAttempts ? undefined : freeSlot(taken, limit);
  return slot === undefined ? { line: true } : { slot };
}

const begun: RunEvent = { type: 'GenerationStarted', generation: 1, reason: 'start' };

/** What is written, beside its start, for the way in which a run begins. */
function writesOf(begin: Begin, pool: string, run: string): { events: RunEvent[]; changes: Change[] } {
  if ('later' in begin) return { events: [], changes: [] };
  if ('slot' in begin)
    return {
      events: [{ type: 'SlotTaken', slot: begin.slot }, begun],
      changes: [{ type: 'take-slot', pool, slot: begin.slot, run }],
    };
  if ('line' in begin) return { events: [{ type: 'RunQueued' }], changes: [{ type: 'join-line', pool, run }] };
  return { events: [begun], changes: [] };
}

const statusOfBegin = (begin: Begin) =>
  'later' in begin ? ('scheduled' as const) : 'line' in begin ? ('pending' as const) : ('running' as const);

/**
 * Starts a run: recorded first, then handed to the engine. When the engine is away the run is there all the same, and the
 * reconciler starts it. A run that finds no slot waits in line; one with `at` until then. Throws `flow-not-found`,
 * `environment-not-found`, `no-version`, `flow-off`, `connection-missing`, `secret-missing`, `invalid-params`, `preflight-failed`, `daily-cap`,
 * `profile-not-found`, `invalid-start-time`, `invalid-concurrency-key`, `idempotency-key-reused`: none of them is a failed run.
 */
export async function startRun(ports: Ports, start: StartRun): Promise<Started> {
  const { flow, environment, mode, checkpoints, context, data, trigger } = start;
  const version = await versionToRun(ports, flow, environment);
  const params = validateParams(version.flow.params, start.params);
  const [settings, env] = await Promise.all([
    ports.settings.read(),
    ports.environments.variables(environment),
    checkEnvironment(ports, version.flow, environment),
  ]);
  const now = ports.clock.now();
  const startAt = checkedStartAt(start.at, now);
  const profile = profileOf(settings, start.profile, params);
  const scope = {
    params,
    env,
    trigger: { ...(data as Record<string, Json> | undefined), type: trigger.type },
    ...(context === undefined ? {} : { context }),
  };
  await checkPreflight(version.flow, scope);
  const pool = await poolOf(version.flow, environment, scope);

  const id = ports.ids.ulid(now);
  const bag = new PayloadBag();
  const { timeoutMs, daily } = version.flow.limits;
  const started: RunEvent = {
    type: 'RunStarted',
    flow,
    version: version.version,
    environment,
    mode,
    checkpoints,
    trigger,
    params: bag.add(params),
    ...(data === undefined ? {} : { triggerData: bag.add(data) }),
    env: bag.add(env),
    ...(context === undefined ? {} : { context: bag.add(context) }),
    timeoutAt: new Date((startAt === undefined ? now : Date.parse(startAt)) + timeoutMs).toISOString(),
    ...(startAt === undefined ? {} : { startAt }),
    ...(pool === undefined ? {} : { pool }),
    ...(profile === undefined ? {} : { profile }),
  };
  const bodyHash = hashOf(start);
  const key =
    start.idempotencyKey === undefined
      ? {}
      : {
          key: {
            scope: `${trigger.by.id}#start`,
            key: start.idempotencyKey,
            bodyHash,
            expiresAt: Math.floor(now / 1000) + keySeconds,
          },
        };
  const caps = capChanges(
    flow,
    { flow: daily, deployment: settings.dailyCap },
    startAt === undefined ? now : Date.parse(startAt),
  );
  const made: Change[] = trigger.origin === undefined ? [] : [{ type: 'again', origin: trigger.origin, run: id }];
  for (let attempt = 1; ; attempt++) {
    const begin = await beginOf(ports, version, { startAt, pool, attempt });
    const { events, changes } = writesOf(begin, pool ?? '', id);
    const status = statusOfBegin(begin);
    const summary: Summary = {
      id,
      flow,
      title: version.flow.title,
      version: version.version,
      environment,
      type: version.flow.type,
      status,
      generation: status === 'running' ? 1 : 0,
      trigger,
      startedAt: new Date(now).toISOString(),
      ...(startAt === undefined ? {} : { startAt }),
      dueAt: startAt ?? new Date(now + firstLookMs).toISOString(),
    };
    const { written } = await append(
      ports,
      { id, generation: summary.generation, heads: new Map() },
      'main',
      [started, ...events],
      { actor: trigger.by, bag, changes: [{ type: 'start', summary, ...key }, ...made, ...caps, ...changes] },
    );
    if (!written.ok) {
      if (written.because === 'slot') continue;
      if (written.because === 'key') return replay(ports, written, bodyHash);
      if (written.because === 'cap') throw capReached(written.cap, now);
      throw new SluiceError('conflict', `The run ${id} exists already.`, { status: 409, retryable: true });
    }
    if (status !== 'running')
      return {
        id,
        status,
        replayed: false,
        ...('line' in begin ? { place: await ports.runs.placeInLine(pool ?? '', id) } : {}),
      };
    const launched = await launchGeneration(ports, id, 1, version.plans[checkpoints].machineArn).then(
      () => true,
      () => false,
    );
    return { id, status: launched ? 'running' : 'pending', replayed: false };
  }
}
