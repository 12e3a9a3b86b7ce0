import type { Actor } from '../run/events.ts';
import { loadRun } from './load-run.ts';
import type { Ports } from './ports.ts';
import { type Started, startRun } from './start-run.ts';

/** Starts a new run with the values of an earlier one, in its environment, on the version that runs there now; it names the earlier one as its origin. */
export async function runAgain(
  ports: Ports,
  run: string,
  { actor, idempotencyKey }: { actor: Actor; idempotencyKey?: string },
): Promise<Started> {
  const { state, payloads } = await loadRun(ports, run);
  const [params, context, data] = await Promise.all(
    [state.params, state.context, state.triggerData].map(async (payload) =>
      payload === undefined ? undefined : ports.runs.valueOf(payloads, payload),
    ),
  );
  return startRun(ports, {
    flow: state.flow,
    environment: state.environment,
    params: params ?? {},
    mode: state.mode,
    checkpoints: state.checkpointMode,
    ...(state.profile === undefined ? {} : { profile: state.profile }),
    trigger: { type: 'manual', by: actor, origin: run },
    ...(context === undefined ? {} : { context }),
    ...(data === undefined ? {} : { data }),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
  });
}
