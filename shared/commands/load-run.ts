import type { Unit } from '../compile/plan.ts';
import { SluiceError } from '../errors/sluice-error.ts';
import type { Json, Payload, Payloads, StoredCommit } from '../run/events.ts';
import { foldRun } from '../run/fold.ts';
import type { RunState } from '../run/run-state.ts';
import type { FlowVersion } from './flow-ports.ts';
import type { Ports } from './ports.ts';
import { UnitError } from './unit-error.ts';

/** A run as a command sees it: folded, with the values beside its commits and the version that it pins. */
export interface LoadedRun {
  state: RunState;
  payloads: Payloads;
  version: FlowVersion;
  /** Values of payloads that were read, by digest: under its digest a value never changes. */
  values: Map<string, Promise<Json | undefined>>;
}

/** Says that there is no run of this id. */
export const runNotFound = (run: string): SluiceError =>
  new SluiceError('run-not-found', `There is no run ${run}.`, { status: 404 });

/** Reads a run, or some lanes of it. Throws `run-not-found`. */
export async function loadRun(ports: Ports, run: string, lanes?: readonly string[]): Promise<LoadedRun> {
  return loadedFrom(ports, run, await ports.runs.readLanes(run, lanes));
}

/** A run from the commits of it that were read. Throws `run-not-found` when there are none. */
export async function loadedFrom(ports: Ports, run: string, stored: StoredCommit[]): Promise<LoadedRun> {
  if (stored.length === 0) throw runNotFound(run);
  const state = foldRun(
    run,
    stored.map(({ commit }) => commit),
  );
  const version = await ports.flows.version(state.flow, state.version);
  if (version === undefined)
    throw new SluiceError('version-not-found', `Version ${state.version} of the flow "${state.flow}" is gone.`, {
      status: 500,
    });
  const payloads = Object.assign({}, ...stored.map((each) => each.payloads)) as Payloads;
  return { state, payloads, version, values: new Map() };
}

/** The value of a payload of a run, read once; undefined once erased. */
export function valueIn(ports: Ports, { values, payloads }: LoadedRun, payload: Payload): Promise<Json | undefined> {
  const known = values.get(payload.digest) ?? ports.runs.valueOf(payloads, payload);
  values.set(payload.digest, known);
  return known;
}

/** A call that the state machine makes for one of its states. */
export interface UnitCall {
  runId: string;
  generation: number;
  unit: string;
}

/**
 * Reads what a unit needs: its own lane and those before it. Throws UnitError when the run is closed or a newer generation has taken
 * over: then nothing is started.
 */
export async function enterUnit(ports: Ports, call: UnitCall): Promise<{ loaded: LoadedRun; unit: Unit }> {
  const main = await ports.runs.readLanes(call.runId, ['main']);
  const first = await loadedFrom(ports, call.runId, main);
  const unit = first.version.plans[first.state.checkpointMode].plan.units[call.unit];
  if (unit === undefined)
    throw new Error(`The plan of ${first.state.flow} version ${first.state.version} has no unit "${call.unit}".`);
  const others = unit.reads.filter((lane) => lane !== 'main');
  const loaded =
    others.length === 0
      ? first
      : await loadedFrom(ports, call.runId, [...main, ...(await ports.runs.readLanes(call.runId, others))]);
  const { closed, generation } = loaded.state;
  if (closed !== undefined) throw new UnitError('RunClosed', `The run is ${closed.status}.`);
  if (call.generation < generation) throw new UnitError('StaleGeneration', `Generation ${generation} has taken over.`);
  return { loaded, unit };
}
