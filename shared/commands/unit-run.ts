import { evaluateCondition } from '../evaluate/evaluate-template.ts';
import type { Step } from '../flow/flow.ts';
import { readinessOf } from '../run/decide-step.ts';
import type { RunEvent } from '../run/events.ts';
import { applyEvents } from '../run/fold.ts';
import { hasEnded, type RunState, stepOf } from '../run/run-state.ts';
import type { StepFailure } from '../steps/step-failure.ts';
import { append, PayloadBag, system } from './append.ts';
import { asFailure } from './execute-step.ts';
import { type LoadedRun, loadRun } from './load-run.ts';
import type { Change, Ports } from './ports.ts';
import { scopeOf } from './scope-of.ts';
import { UnitError } from './unit-error.ts';

export interface WorkerPorts extends Ports {
  /** `host:port` pairs that http steps may reach although they are private. */
  allowed: ReadonlySet<string>;
}

/** Times that an outcome is appended anew when the lane has moved on. */
const outcomeAttempts = 5;

/** The work of one invocation: events pile up until something leaves the process, then they are committed. */
export class UnitRun {
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

  /** Records that a step failed for good. */
  fail(step: Step, attempt: number, failure: StepFailure): void {
    const { startedAt } = stepOf(this.state, step.id);
    this.add({
      type: 'StepFailed',
      step: step.id,
      attempt,
      error: failure.error,
      ...(startedAt === undefined ? {} : { startedAt }),
      endedAt: this.now(),
      continued: step.onError === 'continue',
    });
  }

  /** Commits what was done so far and sends the state machine away until an instant. */
  async later(instant: string): Promise<never> {
    await this.commit();
    throw new UnitError('RetryLater', instant);
  }

  /** Whether a step runs; when it does not, that is recorded. A condition that fails is a failure of its step. */
  async begins(step: Step): Promise<boolean> {
    if (hasEnded(stepOf(this.state, step.id))) return false;
    const readiness = readinessOf(this.loaded.version.flow, this.state, step);
    if (!readiness.ready) {
      if ('waitFor' in readiness)
        throw new UnitError('Unavailable', `Step "${step.id}" needs "${readiness.waitFor}", which has not ended.`);
      this.add({ type: 'StepSkipped', step: step.id, reason: readiness.skip });
      return false;
    }
    if (readiness.condition === undefined || stepOf(this.state, step.id).attempt > 0) return true;
    try {
      if (await evaluateCondition(readiness.condition, await scopeOf(this.ports, this.loaded))) return true;
      this.add({ type: 'StepSkipped', step: step.id, reason: `its condition is false: ${readiness.condition}` });
    } catch (error) {
      this.fail(step, 1, asFailure(error));
    }
    return false;
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
