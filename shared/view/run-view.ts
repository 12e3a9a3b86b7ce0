import type { Flow } from '../flow/flow.ts';
import { actionsOf, type Caller } from '../run/actions.ts';
import { type RunState, statusOf, stepOf } from '../run/run-state.ts';

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

/** Edges of the graph, and each step's column by depth and row by order; positions in grid units. */
function graphOf(flow: Flow) {
  const column = new Map<string, number>();
  const rows: number[] = [];
  const nodes = flow.steps.map((step) => {
    const x = Math.max(-1, ...step.needs.map((need) => column.get(need) ?? 0)) + 1;
    column.set(step.id, x);
    const y = rows[x] ?? 0;
    rows[x] = y + 1;
    return { path: step.id, kind: step.kind, title: step.title ?? step.id, x, y };
  });
  return { nodes, edges: flow.steps.flatMap((step) => step.needs.map((need) => ({ from: need, to: step.id }))) };
}

/** A run as `GET /v1/runs/{run}` answers it: everything a screen needs but the values, which the caller adds. */
export function viewRun(state: RunState, flow: Flow, caller: Caller, now: string) {
  const { closed } = state;
  const reason = closed === undefined ? state.interrupted : closed.reason;
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
    ...(reason === undefined ? {} : { reason }),
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
    durationMs: millisecondsBetween(state.startedAt, closed?.at ?? now),
    waitingMs: waitingMs(state, now),
    chain: [state.id],
    graph: graphOf(flow),
    steps: flow.steps.map((step) => {
      const { status, reason, startedAt, endedAt, attempt, summary, error } = stepOf(state, step.id);
      const { retryAt, until, deadline } = stepOf(state, step.id);
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
        ...(status === 'running' ? { retryAt, until, deadline } : {}),
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
