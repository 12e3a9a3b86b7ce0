import type { Flow } from '../flow/flow.ts';
import { actionsOf, type Caller } from '../run/actions.ts';
import { type RunState, statusOf, stepOf } from '../run/run-state.ts';
import type { FlowGraph } from './flow-graph.ts';
import { durationUntil } from './run-row.ts';

const millisecondsBetween = (from: string, to: string) => Date.parse(to) - Date.parse(from);

/** Milliseconds that the run waited for people: the time in which at least one checkpoint was open. */
export function waitingMs(state: RunState, now: string): number {
  const spans = [...state.checkpoints.values()]
    .map(({ openedAt, decision }) => [openedAt, decision?.at ?? state.closed?.at ?? now] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  let total = 0;
  let until = '';
  for (const [from, to] of spans) {
    const start = from < until ? until : from;
    if (to > start) {
      total += millisecondsBetween(start, to);
      until = to;
    }
  }
  return total;
}

/** A run as `GET /v1/runs/{run}` answers it: everything a screen needs but the values, which the caller adds. */
export function viewRun(
  state: RunState,
  { flow, graph }: { flow: Flow; graph: FlowGraph },
  caller: Caller,
  now: string,
) {
  const { closed } = state;
  const current = flow.steps.findLast((step) => ['running', 'awaiting_input'].includes(stepOf(state, step.id).status));
  return {
    id: state.id,
    flow: state.flow,
    title: flow.title,
    version: state.version,
    environment: state.environment,
    type: flow.type,
    status: statusOf(state),
    ...(closed?.outcome === undefined ? {} : { outcome: closed.outcome }),
    ...(closed?.reason === undefined ? {} : { reason: closed.reason }),
    ...(closed?.error === undefined ? {} : { error: closed.error }),
    ...(current?.phase === undefined ? {} : { phase: current.phase }),
    mode: state.mode,
    checkpointMode: state.checkpointMode,
    generation: state.generation,
    trigger: state.trigger,
    ...(state.startAt === undefined ? {} : { startAt: state.startAt }),
    ...(state.profile === undefined ? {} : { profile: state.profile }),
    startedAt: state.startedAt,
    ...(closed === undefined ? {} : { endedAt: closed.at }),
    durationMs: durationUntil(state, closed?.at ?? now),
    waitingMs: waitingMs(state, now),
    chain: [state.id],
    graph,
    steps: flow.steps.map((step) => {
      const { status, reason, startedAt, endedAt, attempt, summary, error } = stepOf(state, step.id);
      return {
        path: step.id,
        kind: step.kind,
        title: step.title ?? step.id,
        status,
        attempt,
        reason,
        startedAt,
        endedAt,
        summary,
        error,
      };
    }),
    checkpoints: [...state.checkpoints.values()].map(
      ({ id, step, kind, message, to, openedAt, expiresAt, decision }) => ({
        id,
        step,
        kind,
        status: decision === undefined ? (closed === undefined ? 'pending' : 'cancelled') : 'decided',
        message,
        to,
        openedAt,
        expiresAt,
        decision,
      }),
    ),
    actions: actionsOf(state, caller),
  };
}
