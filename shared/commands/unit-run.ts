import type { Step } from '../flow/flow.ts';
import type { RunEvent } from '../run/events.ts';
import { applyEvents } from '../run/fold.ts';
import { hasEnded, type RunState, stepOf } from '../run/run-state.ts';
import type { StepFailure } from '../steps/step-failure.ts';
import { append, PayloadBag, system } from './append.ts';
import { type LoadedRun, loadRun } from './load-run.ts';
import { failedEvent, passOver } from './pass-over.ts';
import type { Change, Ports } from './ports.ts';
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
    this.add(failedEvent(this.loaded, step, attempt, failure, this.now()));
  }

  /** Commits what was done so far and sends the state machine away until an instant. */
  async later(instant: string): Promise<never> {
    await this.commit();
    throw new UnitError('RetryLater', instant);
  }

  /** Whether a step runs; when it does not, that is recorded. */
  async begins(step: Step): Promise<boolean> {
    if (hasEnded(stepOf(this.state, step.id))) return false;
    const event = await passOver(this.ports, this.loaded, step);
    if (event === undefined) return true;
    this.add(event);
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
