import { SluiceError } from '../errors/sluice-error.ts';
import type { Payloads } from '../run/events.ts';
import { foldRun } from '../run/fold.ts';
import type { RunState } from '../run/run-state.ts';
import type { FlowVersion } from './flow-ports.ts';
import type { Ports } from './ports.ts';

/** A run as a command sees it: folded, with the values beside its commits and the version that it pins. */
export interface LoadedRun {
  state: RunState;
  payloads: Payloads;
  version: FlowVersion;
}

/** Reads a run, or some lanes of it. Throws `run-not-found`. */
export async function loadRun(ports: Ports, run: string, lanes?: readonly string[]): Promise<LoadedRun> {
  const stored = await ports.runs.readLanes(run, lanes);
  if (stored.length === 0) throw new SluiceError('run-not-found', `There is no run ${run}.`, { status: 404 });
  const state = foldRun(
    run,
    stored.map(({ commit }) => commit),
  );
  const version = await ports.flows.version(state.flow, state.version);
  if (version === undefined)
    throw new SluiceError('version-not-found', `Version ${state.version} of the flow "${state.flow}" is gone.`, {
      status: 500,
    });
  return { state, payloads: Object.assign({}, ...stored.map((each) => each.payloads)) as Payloads, version };
}
