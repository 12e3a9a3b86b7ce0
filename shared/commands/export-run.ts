import { defined } from '../flow/defined.ts';
import type { Commit, Json, Payload } from '../run/events.ts';
import { stepOf } from '../run/run-state.ts';
import { type CheckpointCard, checkpointCard, type Evidence } from '../view/checkpoint-card.ts';
import { type RunView, type StepView, viewRun } from '../view/run-view.ts';
import { type LoadedRun, loadedFrom, valueIn } from './load-run.ts';
import type { Ports } from './ports.ts';
import { graphOf } from './publish-flow.ts';

/** UTF-8 bytes of values that an export holds: with the commits it stays below the 6 MB that a function may answer, each quote escaped. */
const mostBytes = 2 * 1024 * 1024;

/** A whole run: what a screen shows, every value, and its log. */
export interface RunExport extends Omit<RunView, 'actions' | 'steps' | 'checkpoints'> {
  exportedAt: string;
  params?: Json;
  context?: Json;
  triggerData?: Json;
  output?: Json;
  steps: (StepView & { input?: Json; output?: Json })[];
  checkpoints: CheckpointCard[];
  /** The log: commits with the digests of their values; `GET /v1/runs/{run}/verify` says what their hashes prove. */
  commits: Commit[];
  /** Values that did not fit, for instance `steps.fee.output`; `GET /v1/runs/{run}/steps/{path}` has those of steps. */
  omitted: { value: string; bytes: number }[];
}

/** Reads values as long as they fit. */
class Values {
  readonly omitted: RunExport['omitted'] = [];
  readonly #ports: Ports;
  readonly #loaded: LoadedRun;
  #bytes = 0;

  constructor(ports: Ports, loaded: LoadedRun) {
    this.#ports = ports;
    this.#loaded = loaded;
  }

  async read(name: string, payload: Payload | undefined): Promise<Json | undefined> {
    if (payload === undefined) return undefined;
    if (this.#bytes + payload.size > mostBytes) {
      this.omitted.push({ value: name, bytes: payload.size });
      return undefined;
    }
    this.#bytes += payload.size;
    return valueIn(this.#ports, this.#loaded, payload);
  }
}

/** A run as one document. Reads all of its lanes once, and of its values the first 2 MB. Throws `run-not-found`. */
export async function exportRun(ports: Ports, run: string): Promise<RunExport> {
  const stored = await ports.runs.readLanes(run);
  const loaded = await loadedFrom(ports, run, stored);
  const { state, version } = loaded;
  const exportedAt = new Date(ports.clock.now()).toISOString();
  const nobody = { id: '', scopes: new Set<string>() };
  const drawn = { flow: version.flow, graph: graphOf(version) };
  const { actions: _nobodys, steps, checkpoints, ...view } = viewRun(state, drawn, nobody, exportedAt);
  const values = new Values(ports, loaded);
  const [params, context, triggerData, output] = await Promise.all([
    values.read('params', state.params),
    values.read('context', state.context),
    values.read('triggerData', state.triggerData),
    values.read('output', state.closed?.output),
  ]);
  const withEvidence = checkpoints.map(async (shown): Promise<CheckpointCard> => {
    const evidence = await values.read(`checkpoints.${shown.id}`, state.checkpoints.get(shown.id)?.evidence);
    const { summary = '', values: stake = {} } = (evidence ?? {}) as Partial<Evidence>;
    const named = { ...shown, run: state.id, flow: state.flow, title: version.flow.title };
    return checkpointCard(named, { summary, values: stake });
  });
  const withValues = steps.map(async (step) => {
    const known = stepOf(state, step.path);
    const input = values.read(`steps.${step.path}.input`, known.input);
    const result = values.read(`steps.${step.path}.output`, known.output);
    return { ...step, ...defined({ input: await input, output: await result }) };
  });
  return {
    exportedAt,
    ...view,
    ...defined({ params, context, triggerData, output }),
    checkpoints: await Promise.all(withEvidence),
    steps: await Promise.all(withValues),
    commits: stored.map(({ commit }) => commit).sort((a, b) => (a.id < b.id ? -1 : 1)),
    omitted: values.omitted,
  };
}
