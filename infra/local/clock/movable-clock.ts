import type { EngineClock } from '../states/ports.ts';

/** Milliseconds that one timer of Node can wait at most. */
const longest = 2_147_483_647;

interface Timer {
  at: number;
  fire: () => void;
}

/** The clock of the embedded cloud: the one on the wall, moved ahead by an offset that only grows. Timers fire in the order of their instants. */
export class MovableClock implements EngineClock {
  #offset: number;
  #timers = new Set<Timer>();
  #next: NodeJS.Timeout | undefined;

  constructor(offset = 0) {
    this.#offset = offset;
  }

  /** Milliseconds that this clock is ahead of the wall. */
  get offset(): number {
    return this.#offset;
  }

  now(): number {
    return Date.now() + this.#offset;
  }

  setTimer(at: number, fire: () => void): () => void {
    const timer = { at, fire };
    this.#timers.add(timer);
    this.#arm();
    return () => {
      this.#timers.delete(timer);
    };
  }

  /** Moves time on: whatever became due fires now. */
  advance(milliseconds: number): void {
    if (milliseconds < 0) throw new RangeError('Time is moved ahead only.');
    this.#offset += milliseconds;
    this.#fireDue();
  }

  /** Forgets all timers. */
  stop(): void {
    clearTimeout(this.#next);
    this.#timers.clear();
  }

  #fireDue(): void {
    const now = this.now();
    const due = [...this.#timers].filter((timer) => timer.at <= now).sort((a, b) => a.at - b.at);
    for (const timer of due) if (this.#timers.delete(timer)) timer.fire();
    this.#arm();
  }

  #arm(): void {
    clearTimeout(this.#next);
    if (this.#timers.size === 0) return;
    const first = Math.min(...[...this.#timers].map((timer) => timer.at));
    this.#next = setTimeout(() => this.#fireDue(), Math.min(longest, Math.max(0, first - this.now())));
  }
}
