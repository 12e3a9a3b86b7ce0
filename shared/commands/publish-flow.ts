import { compileAllModes } from '../compile/compile-flow.ts';
import type { CheckpointMode, Compilation } from '../compile/plan.ts';
import { SluiceError } from '../errors/sluice-error.ts';
import type { Diagnostic } from '../flow/diagnostic.ts';
import { parseFlow } from '../flow/parse-flow.ts';
import type { Actor } from '../run/events.ts';
import { type FlowGraph, layOutFlow } from '../view/flow-graph.ts';
import type { FlowRecord, FlowVersion } from './flow-ports.ts';
import type { Ports } from './ports.ts';
import { newSyncMark } from './sync-mark.ts';

/** What makes state machines: only the function that publishes has it. */
export interface Machines {
  /** Creates the flow's machine or updates it, and answers the ARN of the version with exactly this definition; the same bytes are one version. */
  publish(flow: string, definition: string): Promise<string>;
}

export interface PublishFlow {
  source: string;
  format: 'yaml' | 'json';
  actor: Actor;
}

type Publisher = Pick<Ports, 'flows' | 'clock' | 'ids'> & { machines: Machines };

/** Milliseconds after which a publication that never ended is over: the function's own limit. */
const turnMs = 60_000;

/** What a publication answers: the compilation of each mode, and what was said about the text. */
export interface Published {
  flow: string;
  version: number;
  compilations: Record<CheckpointMode, Compilation>;
  diagnostics: Diagnostic[];
}

/** The drawing of a version; that of one which was published without is made anew. */
export const graphOf = ({ graph, flow }: Pick<FlowVersion, 'graph' | 'flow'>): FlowGraph => graph ?? layOutFlow(flow);

/** The flow's own mode is published last; `none`, which often is the same machine, just before it. */
const publishingOrder: readonly CheckpointMode[] = ['every', 'none', 'template'];

/** Parses and compiles without storing anything. Throws `invalid-flow` (422) with every diagnostic. */
export function compileSource({
  source,
  format,
}: Pick<PublishFlow, 'source' | 'format'>): Omit<Published, 'version'> & { parsed: FlowVersion['flow'] } {
  const { flow, diagnostics } = parseFlow(source, format);
  if (flow === undefined) {
    const errors = diagnostics.filter((each) => each.severity === 'error');
    throw new SluiceError(
      'invalid-flow',
      `The flow has ${errors.length === 1 ? 'an error' : `${errors.length} errors`}: ${errors[0]?.message ?? ''}`,
      { status: 422, details: { diagnostics } },
    );
  }
  return { flow: flow.id, parsed: flow, compilations: compileAllModes(flow), diagnostics };
}

/**
 * Publishes the next version of a flow, one publication at a time: of two at once one is told to try again (`publish-conflict`, 409). Text that is the latest version already is not published again.
 */
export async function publishFlow(ports: Publisher, publish: PublishFlow): Promise<Published> {
  const { parsed, compilations, diagnostics } = compileSource(publish);
  const holder = ports.ids.random();
  await takeTurn(ports, parsed.id, holder);
  try {
    return await publishInTurn(ports, publish, { parsed, compilations, diagnostics });
  } finally {
    await ports.flows.release('publish', parsed.id, holder);
  }
}

/** Publications of one flow happen one after the other: the state machine is updated before the version is written. */
async function takeTurn(ports: Publisher, flow: string, holder: string): Promise<void> {
  const now = ports.clock.now();
  const text = (at: number) => new Date(at).toISOString();
  if (await ports.flows.lease('publish', flow, { holder, now: text(now), until: text(now + turnMs) })) return;
  throw new SluiceError(
    'publish-conflict',
    `Somebody else is publishing "${flow}" at this moment. Look at the new version and publish again.`,
    { status: 409, retryable: true },
  );
}

async function publishInTurn(
  ports: Publisher,
  publish: PublishFlow,
  { parsed, compilations, diagnostics }: Omit<ReturnType<typeof compileSource>, 'flow'>,
): Promise<Published> {
  const record = await ports.flows.flow(parsed.id);
  const latest = record === undefined ? undefined : await ports.flows.version(record.id, record.latest);
  if (latest !== undefined && latest.source === publish.source && latest.format === publish.format) {
    // Whoever publishes it again may want its schedules and rules mended.
    await ports.flows.markSyncing(parsed.id, newSyncMark(ports));
    return { flow: parsed.id, version: latest.version, compilations, diagnostics };
  }
  const plans = {} as FlowVersion['plans'];
  // Modes that compile to the same machine share its version. The flow's own mode comes last: it is what the console shows as current.
  const versions = new Map<string, string>();
  for (const mode of publishingOrder) {
    const definition = JSON.stringify(compilations[mode].asl);
    const machineArn = versions.get(definition) ?? (await ports.machines.publish(parsed.id, definition));
    versions.set(definition, machineArn);
    plans[mode] = { plan: compilations[mode].plan, machineArn };
  }
  const version = (record?.latest ?? 0) + 1;
  const publishedAt = new Date(ports.clock.now()).toISOString();
  const next: FlowRecord = {
    id: parsed.id,
    title: parsed.title,
    latest: version,
    // `live` moves by promotion only.
    environments: { ...record?.environments, sandbox: version },
    updatedAt: publishedAt,
  };
  const stored = await ports.flows.putVersion(
    {
      flow: parsed,
      version,
      source: publish.source,
      format: publish.format,
      plans,
      graph: layOutFlow(parsed),
      publishedAt,
      publishedBy: publish.actor,
    },
    next,
    record?.latest ?? 0,
    newSyncMark(ports),
  );
  if (!stored)
    throw new SluiceError(
      'publish-conflict',
      `Somebody else published "${parsed.id}" at the same time. Look at version ${version} and publish again.`,
      { status: 409, retryable: true },
    );
  return { flow: parsed.id, version, compilations, diagnostics };
}
