import { evaluateCondition, evaluateTemplate } from '../evaluate/evaluate-template.ts';
import { parseDuration } from '../flow/duration.ts';
import type { Step } from '../flow/flow.ts';
import { secretsOf } from '../flow/secrets-of.ts';
import { endingOf } from '../run/decide-close.ts';
import { readinessOf } from '../run/decide-step.ts';
import type { RunEvent } from '../run/events.ts';
import { applyEvents } from '../run/fold.ts';
import { hasEnded, type RunState, stepOf } from '../run/run-state.ts';
import { StepFailure } from '../steps/step-failure.ts';
import { append, PayloadBag, system } from './append.ts';
import { closedEvent, closedSummary } from './close-run.ts';
import { asFailure, checkOutput, prepareStep, retryAt } from './execute-step.ts';
import { finishedWaits } from './finished-waits.ts';
import { type LoadedRun, loadRun } from './load-run.ts';
import type { Change, Ports } from './ports.ts';
import { scopeOf } from './scope-of.ts';
import { UnitError } from './unit-error.ts';

export interface UnitCall {
  runId: string;
  generation: number;
  unit: string;
}

export interface WorkerPorts extends Ports {
  /** `host:port` pairs that http steps may reach although they are private. */
  allowed: ReadonlySet<string>;
}

/** Milliseconds that an attempt is given beyond its timeout before another invocation may repeat it. */
const marginMs = 5_000;
const summaryCharacters = 200;
/** Times that an outcome is appended anew when the lane has moved on. */
const outcomeAttempts = 5;

/** The work of one invocation: events pile up until something leaves the process, then they are committed. */
class UnitRun {
  readonly ports: WorkerPorts;
  readonly lane: string;
  loaded: LoadedRun;
  #bag = new PayloadBag();
  #events: RunEvent[] = [];

  constructor(ports: WorkerPorts, loaded: LoadedRun, lane: string) {
    this.ports = ports;
    this.loaded = loaded;
    this.lane = lane;
  }

  get state(): RunState {
    return this.loaded.state;
  }

  get bag(): PayloadBag {
    return this.#bag;
  }

  now(): string {
    return new Date(this.ports.clock.now()).toISOString();
  }

  /** Adds events to what will be committed, and shows their effect to the steps that follow. */
  add(...events: RunEvent[]): void {
    this.#events.push(...events);
    applyEvents(this.state, events, { at: this.now(), actor: system, lane: this.lane });
    Object.assign(this.loaded.payloads, this.#bag.payloads);
  }

  /** Commits what has piled up. Throws `Unavailable` when another invocation was first: the state machine asks again. */
  async commit(changes: Change[] = []): Promise<void> {
    if (this.#events.length === 0 && changes.length === 0) return;
    const { written, head } = await append(this.ports, this.state, this.lane, this.#events, {
      bag: this.#bag,
      changes,
    });
    if (!written.ok) {
      await this.#keepOutcomes();
      throw new UnitError('Unavailable', `Another invocation wrote to this run first.`);
    }
    this.state.heads.set(this.lane, head);
    this.#events = [];
    this.#bag = new PayloadBag();
  }

  /**
   * What a step came to is kept even by a worker that has been overtaken, or whose run was closed meanwhile: otherwise it would be
   * done again. Nothing else of what piled up is: no start, no skip, no close.
   */
  async #keepOutcomes(): Promise<void> {
    const { id, generation } = this.state;
    for (let attempt = 1; attempt <= outcomeAttempts; attempt++) {
      const { state } = await loadRun(this.ports, id);
      const outcomes = this.#events.filter((event) => isOutcome(event) && isUnderWay(state, event));
      if (outcomes.length === 0) return;
      const { written } = await append(this.ports, { id, generation, heads: state.heads }, this.lane, outcomes, {
        bag: this.#bag,
      });
      if (written.ok) return;
    }
  }
}

type Outcome = Extract<RunEvent, { type: 'StepCompleted' | 'StepFailed' | 'AttemptFailed' }>;

const isOutcome = (event: RunEvent): event is Outcome =>
  event.type === 'StepCompleted' || event.type === 'StepFailed' || event.type === 'AttemptFailed';

/** Whether the log knows that this attempt was begun, and not yet what it came to. */
function isUnderWay(state: RunState, { step, attempt }: Outcome): boolean {
  const known = stepOf(state, step);
  const open = known.status === 'running' || known.status === 'cancelled';
  return open && known.attempt === attempt && known.endedAt === undefined && known.startedAt !== undefined;
}

/** Records the end of waits whose instant has passed. */
function finishWaits(run: UnitRun): void {
  const events = finishedWaits(run.loaded.version.flow, run.state, run.now(), run.bag);
  if (events.length > 0) run.add(...events);
}

/** Whether a step runs; when it does not, that is recorded. A condition that fails is a failure of its step. */
async function begins(run: UnitRun, step: Step): Promise<boolean> {
  if (hasEnded(stepOf(run.state, step.id))) return false;
  const readiness = readinessOf(run.loaded.version.flow, run.state, step);
  if (!readiness.ready) {
    if ('waitFor' in readiness)
      throw new UnitError('Unavailable', `Step "${step.id}" needs "${readiness.waitFor}", which has not ended.`);
    run.add({ type: 'StepSkipped', step: step.id, reason: readiness.skip });
    return false;
  }
  if (readiness.condition === undefined || stepOf(run.state, step.id).attempt > 0) return true;
  try {
    if (await evaluateCondition(readiness.condition, await scopeOf(run.ports, run.loaded))) return true;
    run.add({ type: 'StepSkipped', step: step.id, reason: `its condition is false: ${readiness.condition}` });
  } catch (error) {
    fail(run, step, 1, asFailure(error));
  }
  return false;
}

function fail(run: UnitRun, step: Step, attempt: number, failure: StepFailure): void {
  const { startedAt } = stepOf(run.state, step.id);
  run.add({
    type: 'StepFailed',
    step: step.id,
    attempt,
    error: failure.error,
    ...(startedAt === undefined ? {} : { startedAt }),
    endedAt: run.now(),
    continued: step.onError === 'continue',
  });
}

const summarise = (output: unknown): string => {
  const text = typeof output === 'string' ? output : JSON.stringify(output);
  return text.length <= summaryCharacters ? text : `${text.slice(0, summaryCharacters - 1)}…`;
};

/** A step that leaves the process starts only while nothing happened on the main lane: no generation after this one, no end of the run. On the main lane itself the commit's own condition says so. */
function fence({ state, lane }: UnitRun): Change[] {
  if (lane === 'main') return [];
  return [{ type: 'fence', run: state.id, lane: 'main', seq: state.heads.get('main')?.seq ?? 0 }];
}

/** Does one step: remembered if it is done, told to come back if another invocation may be doing it. */
async function runStep(run: UnitRun, step: Step): Promise<void> {
  if (!(await begins(run, step))) return;
  const before = stepOf(run.state, step.id);
  const leaves = step.kind === 'http';
  const at = run.now();
  if (before.retryAt !== undefined && before.retryAt > at) return later(run, before.retryAt);
  if (before.status === 'blocked')
    throw new UnitError('Unavailable', `Step "${step.id}" is blocked: ${before.reason ?? ''}`);
  if (leaves && before.deadline !== undefined) {
    if (before.deadline > at) return later(run, before.deadline);
    if (step.effect === 'at-most-once') {
      run.add({
        type: 'StepBlocked',
        step: step.id,
        attempt: before.attempt,
        reason:
          'It was begun and its outcome is not known; it may have had its effect, and it may happen at most once.',
      });
      return;
    }
  }
  // An attempt whose outcome was lost is begun again under its number and its key; a failed one is followed by the next.
  const attempt = before.deadline === undefined ? before.attempt + 1 : before.attempt;
  try {
    const names = secretsOf(step);
    const prepared = await prepareStep(step, await scopeOf(run.ports, run.loaded), {
      ...(names.length === 0 ? {} : { secrets: await run.ports.secrets.read(run.state.environment, names) }),
      allowed: run.ports.allowed,
      now: () => run.ports.clock.now(),
    });
    if (leaves) {
      const deadline = new Date(run.ports.clock.now() + step.timeoutMs + marginMs).toISOString();
      run.add({
        type: 'StepStarted',
        step: step.id,
        attempt,
        epoch: before.epoch,
        deadline,
        input: run.bag.add(prepared.input),
      });
      await run.commit(fence(run));
    }
    const output = await prepared.run(`${run.state.id}/${step.id}/${before.epoch}`);
    checkOutput(step, output);
    run.add({
      type: 'StepCompleted',
      step: step.id,
      output: run.bag.add(output),
      summary: summarise(output),
      startedAt: at,
      endedAt: run.now(),
      attempt,
    });
  } catch (error) {
    if (error instanceof UnitError) throw error;
    const failure = asFailure(error);
    const next = retryAt(step, attempt, failure, run.ports.clock.now());
    if (next === undefined) return fail(run, step, attempt, failure);
    const instant = new Date(next).toISOString();
    run.add({ type: 'AttemptFailed', step: step.id, attempt, error: failure.error, retryAt: instant });
    return later(run, instant);
  }
}

/** Commits what was done so far and sends the state machine away until an instant. */
async function later(run: UnitRun, instant: string): Promise<never> {
  await run.commit();
  throw new UnitError('RetryLater', instant);
}

async function startWait(run: UnitRun, step: Step & { kind: 'wait' }): Promise<string> {
  const known = stepOf(run.state, step.id).until;
  if (known !== undefined) return known;
  const now = run.now();
  if (!(await begins(run, step))) {
    await run.commit();
    return now;
  }
  try {
    const until = await untilOf(run, step);
    run.add({ type: 'WaitStarted', step: step.id, until });
    await run.commit();
    return until;
  } catch (error) {
    if (error instanceof UnitError) throw error;
    fail(run, step, 1, asFailure(error));
    await run.commit();
    return now;
  }
}

async function untilOf(run: UnitRun, { wait }: Step & { kind: 'wait' }): Promise<string> {
  const now = run.ports.clock.now();
  if ('forMs' in wait) return new Date(now + wait.forMs).toISOString();
  const scope = await scopeOf(run.ports, run.loaded);
  if ('until' in wait) {
    const text = String(await evaluateTemplate(wait.until, scope));
    const at = Date.parse(text);
    if (Number.isNaN(at))
      throw new StepFailure('Wait.Instant', `"${text}" is no instant.`, {
        suggestion: 'Write ISO 8601, for instance 2026-11-21T09:00:00Z.',
      });
    return new Date(at).toISOString();
  }
  const text = String(await evaluateTemplate(wait.for, scope));
  const parsed = parseDuration(text);
  if (!('ms' in parsed))
    throw new StepFailure('Wait.Duration', `"${text}" is no duration.`, {
      suggestion: 'Write a number and a unit, for instance 30s.',
    });
  return new Date(now + parsed.ms).toISOString();
}

/** Closes the run when everything has ended: in one commit with what was done last. */
async function close(run: UnitRun): Promise<void> {
  finishWaits(run);
  const { flow } = run.loaded.version;
  for (const step of flow.steps)
    if (!hasEnded(stepOf(run.state, step.id)) && step.kind !== 'wait') await begins(run, step);
  const ending = endingOf(flow, run.state);
  if (ending === undefined) {
    await run.commit();
    if (flow.steps.some((step) => stepOf(run.state, step.id).status === 'blocked'))
      throw new UnitError('RunClosed', 'The run is blocked; resuming it begins another execution.');
    throw new UnitError('RunClosed', 'A branch broke off before its steps had ended.');
  }
  const output =
    ending.status === 'completed' && flow.output !== undefined
      ? await evaluateTemplate(flow.output, await scopeOf(run.ports, run.loaded))
      : undefined;
  const lastOutput = flow.steps
    .map((step) => stepOf(run.state, step.id))
    .findLast((step) => step.status === 'complete')?.output;
  const payload = output === undefined ? lastOutput : run.bag.add(output);
  run.add(
    closedEvent(run.state, {
      ...ending,
      ...(payload === undefined || ending.status !== 'completed' ? {} : { output: payload }),
    }),
  );
  await run.commit([closedSummary(run.state, ending, run.now())]);
  if (ending.status === 'failed') throw new UnitError('RunFailed', `${ending.error?.step}: ${ending.error?.message}`);
}

/**
 * Does what one state of the machine stands for. Steps that are complete return at once; an older generation, or a closed run,
 * starts nothing. Answers `{}`, or `{until}` for a wait; tells everything else by UnitError.
 */
export async function runUnit(ports: WorkerPorts, call: UnitCall): Promise<{ until?: string }> {
  const first = await loadRun(ports, call.runId, ['main']);
  const { plan } = first.version.plans[first.state.checkpointMode];
  const unit = plan.units[call.unit];
  if (unit === undefined)
    throw new Error(`The plan of ${first.state.flow} version ${first.state.version} has no unit "${call.unit}".`);
  const loaded = unit.reads.length > 1 ? await loadRun(ports, call.runId, unit.reads) : first;
  const run = new UnitRun(ports, loaded, unit.lane);
  if (run.state.closed !== undefined) throw new UnitError('RunClosed', `The run is ${run.state.closed.status}.`);
  if (call.generation < run.state.generation)
    throw new UnitError('StaleGeneration', `Generation ${run.state.generation} has taken over.`);
  const flowSteps = new Map(loaded.version.flow.steps.map((step) => [step.id, step]));
  finishWaits(run);
  if (unit.kind === 'wait') {
    const step = flowSteps.get(unit.step);
    if (step?.kind !== 'wait') throw new Error(`"${unit.step}" is no wait.`);
    return { until: await startWait(run, step) };
  }
  if (unit.kind === 'work') for (const id of unit.steps) await runStep(run, flowSteps.get(id) as Step);
  if (unit.closes) await close(run);
  else await run.commit();
  return {};
}
