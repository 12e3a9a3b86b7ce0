import type { Scope } from '../evaluate/evaluate-expression.ts';
import type { Json, Payload } from '../run/events.ts';
import { stepOf } from '../run/run-state.ts';
import { type LoadedRun, valueIn } from './load-run.ts';
import type { Ports } from './ports.ts';

/** What the expressions of a step see: the run's parameters, variables and trigger, and every step that has ended. */
export async function scopeOf(ports: Ports, loaded: LoadedRun): Promise<Scope> {
  const { state, version } = loaded;
  const value = async (payload: Payload | undefined): Promise<Json | undefined> =>
    payload === undefined ? undefined : valueIn(ports, loaded, payload);
  const steps = await Promise.all(
    version.flow.steps.map(async ({ id }) => {
      const { status, output, error } = stepOf(state, id);
      const seen = await value(output);
      return [
        id,
        {
          status,
          ...(seen === undefined ? {} : { output: seen }),
          ...(error === undefined ? {} : { error: { type: error.type, message: error.message } }),
        },
      ] as const;
    }),
  );
  const context = await value(state.context);
  return {
    params: (await value(state.params)) ?? {},
    env: (await value(state.env)) ?? {},
    trigger: {
      ...((await value(state.triggerData)) as Record<string, Json> | undefined),
      type: state.trigger.type,
      by: { id: state.trigger.by.id, name: state.trigger.by.name ?? state.trigger.by.id },
    },
    run: {
      id: state.id,
      flow: state.flow,
      version: state.version,
      environment: state.environment,
      startedAt: state.startedAt,
      generation: state.generation,
    },
    steps: Object.fromEntries(steps),
    ...(context === undefined ? {} : { context }),
  };
}
