import { csvTable } from './csv.ts';
import type { RunRow } from './run-row.ts';
import type { RunView, StepView } from './run-view.ts';

/** Runs as CSV, one line each; instants are ISO 8601 UTC, durations milliseconds. */
export const runsTable = (runs: readonly RunRow[], header: boolean): string =>
  csvTable(
    runs,
    {
      id: ({ id }) => id,
      flow: ({ flow }) => flow,
      title: ({ title }) => title,
      version: ({ version }) => version,
      environment: ({ environment }) => environment,
      type: ({ type }) => type,
      status: ({ status }) => status,
      outcome: ({ outcome }) => outcome,
      phase: ({ phase }) => phase,
      trigger: ({ trigger }) => trigger.type,
      startedBy: ({ trigger: { by } }) => by.name ?? by.email ?? by.id,
      startedByEmail: ({ trigger }) => trigger.by.email,
      origin: ({ trigger }) => trigger.origin,
      startedAt: ({ startedAt }) => startedAt,
      startAt: ({ startAt }) => startAt,
      endedAt: ({ endedAt }) => endedAt,
      durationMs: ({ durationMs }) => durationMs,
    },
    header,
  );

/** The steps of a run as CSV, one line each, without their values; instants are ISO 8601 UTC, durations milliseconds. */
export const stepsTable = (
  run: Pick<RunView, 'id' | 'flow' | 'version' | 'environment' | 'status' | 'steps'>,
): string =>
  csvTable<StepView>(run.steps, {
    run: () => run.id,
    flow: () => run.flow,
    version: () => run.version,
    environment: () => run.environment,
    runStatus: () => run.status,
    step: ({ path }) => path,
    kind: ({ kind }) => kind,
    title: ({ title }) => title,
    status: ({ status }) => status,
    attempt: ({ attempt }) => attempt,
    startedAt: ({ startedAt }) => startedAt,
    endedAt: ({ endedAt }) => endedAt,
    durationMs: ({ durationMs }) => durationMs,
    waitingMs: ({ waitingMs }) => waitingMs,
    pausedMs: ({ pausedMs }) => pausedMs,
    workingMs: ({ workingMs }) => workingMs,
    reason: ({ reason }) => reason,
    errorType: ({ error }) => error?.type,
    errorMessage: ({ error }) => error?.message,
    inputBytes: ({ inputBytes }) => inputBytes,
    outputBytes: ({ outputBytes }) => outputBytes,
    summary: ({ summary }) => summary,
  });
