import { createHash } from 'node:crypto';
import { SluiceError } from '../errors/sluice-error.ts';
import type { Scope } from '../evaluate/evaluate-expression.ts';
import { evaluateTemplate } from '../evaluate/evaluate-template.ts';
import type { Flow } from '../flow/flow.ts';
import { isAtRest } from '../run/is-at-rest.ts';
import type { RunState } from '../run/run-state.ts';
import { append } from './append.ts';
import { loadRun } from './load-run.ts';
import type { Change, Ports, Slot } from './ports.ts';

// A flow with a limit on runs at the same time has a pool of slots for each environment, and for each value of `per`. A slot is an
// item that a run takes in the transaction that lets it work, and that only this run gives back. Whoever finds none waits in line.

/** Characters of a value of `per` that are kept as they are. */
const longestKey = 100;
/** Times that a run tries to give back its slot while others write to it. */
const attempts = 5;

/** The pool of a run, by the value that its flow's `per` has for it. Throws `invalid-concurrency-key` (422) when that has none. */
export async function poolOf(flow: Flow, environment: string, scope: Scope): Promise<string | undefined> {
  const { concurrency } = flow.limits;
  if (concurrency === undefined) return undefined;
  if (concurrency.per === undefined) return `${flow.id}#${environment}`;
  const value = await evaluateTemplate(concurrency.per, scope).catch((error: unknown) => {
    throw new SluiceError(
      'invalid-concurrency-key',
      `The flow "${flow.id}" limits runs per ${concurrency.per}, which has no value here: ${error instanceof Error ? error.message : String(error)}`,
      { status: 422 },
    );
  });
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const key = text.length <= longestKey ? text : createHash('sha256').update(text).digest('base64url');
  return `${flow.id}#${environment}#${key}`;
}

/** The lowest number that is free among those that a limit allows; undefined when as many runs are at work as may be. */
export function freeSlot(taken: Pick<Slot, 'slot'>[], limit: number): number | undefined {
  if (taken.length >= limit) return undefined;
  const numbers = new Set(taken.map(({ slot }) => slot));
  return Array.from({ length: limit }, (_, index) => index + 1).find((slot) => !numbers.has(slot));
}

/** What the end of a run gives back: its slot, or its place in line. */
export function slotLeft({ id, pool, slot }: RunState): Change[] {
  if (pool === undefined) return [];
  return [slot === undefined ? { type: 'leave-line', pool, run: id } : { type: 'free-slot', pool, slot, run: id }];
}

/**
 * Gives back the slot of a run that is at rest: nothing waits for a person while it holds one, unless the flow says so. The slot's mark
 * was read before the run, and every decision changes it, so a run that was decided meanwhile keeps its slot.
 */
export async function freeAtRest(ports: Ports, run: string): Promise<void> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const first = await loadRun(ports, run, ['main']);
    const { pool, slot } = first.state;
    if (pool === undefined || slot === undefined || first.version.flow.limits.concurrency?.holdWhileWaiting === true)
      return;
    const held = await ports.runs.slot(pool, slot);
    const { state, version } = await loadRun(ports, run);
    if (held?.run !== run || state.slot !== slot || !isAtRest(version.flow, state)) return;
    const { written } = await append(ports, state, 'main', [{ type: 'SlotFreed' }], {
      changes: [{ type: 'free-slot', pool, slot, run, mark: held.mark }],
    });
    if (written.ok) return;
  }
}
