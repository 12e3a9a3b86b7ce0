import type { RunEvent } from '../run/events.ts';
import { append } from './append.ts';
import { deliverDecision } from './decide-checkpoint.ts';
import { launchGeneration } from './launch-generation.ts';
import { type LoadedRun, loadRun } from './load-run.ts';
import type { Ports } from './ports.ts';
import { freeSlot } from './slots.ts';

/** Times that a place is looked at again because another call was first. */
const attempts = 8;
/** Milliseconds after which the reconciler looks whether an admitted run is on its way. */
const firstLookMs = 120_000;

/** Lets a run that has a slot go on: hands its first generation to the engine, or delivers the decisions that waited for the slot. */
async function goOn(ports: Ports, { state, version }: LoadedRun, begins: boolean): Promise<void> {
  if (begins) return launchGeneration(ports, state.id, 1, version.plans[state.checkpointMode].machineArn);
  for (const record of await ports.runs.checkpointsOf(state.id))
    if (record.status === 'decided' && record.delivered !== true) await deliverDecision(ports, record);
}

/** What a run begins with: its first generation, whose time counts from now. */
export function beginning({ version }: LoadedRun, now: number): RunEvent {
  const timeoutAt = new Date(now + version.flow.limits.timeoutMs).toISOString();
  return { type: 'GenerationStarted', generation: 1, reason: 'start', timeoutAt };
}

/**
 * Gives the free slots of a pool to those who wait in its line, in order. Called whenever a slot became free or somebody joined the
 * line, and by the reconciler; may be repeated, and be called by several at once.
 */
export async function admitRuns(ports: Ports, pool: string): Promise<void> {
  for (let lost = 0; lost < attempts; ) {
    const run = await ports.runs.headOfLine(pool);
    if (run === undefined) return;
    const loaded = await loadRun(ports, run);
    const { state, version } = loaded;
    if (state.closed !== undefined || state.slot !== undefined) {
      await ports.runs.leaveLine(pool, run);
      if (state.slot !== undefined) await goOn(ports, loaded, false);
      continue;
    }
    const { limit = 1 } = version.flow.limits.concurrency ?? {};
    const slot = freeSlot((await ports.runs.pool(pool, limit)).taken, limit);
    if (slot === undefined) return;
    const now = ports.clock.now();
    const begins = state.generation === 0;
    const { written } = await append(
      ports,
      { ...state, generation: Math.max(1, state.generation) },
      'main',
      [{ type: 'SlotTaken', slot }, ...(begins ? [beginning(loaded, now)] : [])],
      {
        changes: [
          { type: 'take-slot', pool, slot, run },
          { type: 'leave-line', pool, run },
          {
            type: 'summary',
            run,
            set: { status: 'running', generation: Math.max(1, state.generation) },
            dueAt: new Date(now + firstLookMs).toISOString(),
          },
        ],
      },
    );
    if (written.ok) await goOn(ports, loaded, begins);
    else lost++;
  }
}
