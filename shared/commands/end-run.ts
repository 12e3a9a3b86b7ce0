import { SluiceError } from '../errors/sluice-error.ts';
import type { Actor, ClosedStatus } from '../run/events.ts';
import { append } from './append.ts';
import { closedEvent, closingChanges } from './close-run.ts';
import { executionArnOf } from './launch-generation.ts';
import { type LoadedRun, loadRun } from './load-run.ts';
import type { Ports } from './ports.ts';

export interface EndRun {
  status: Extract<ClosedStatus, 'rejected' | 'cancelled' | 'timed_out'>;
  reason: string;
  actor: Actor;
}

const attempts = 8;

/** Stops the execution of a closed run and marks its open checkpoints. May be repeated. */
export async function stopClosedRun(ports: Ports, { state, version }: LoadedRun): Promise<void> {
  const { closed } = state;
  if (closed === undefined) return;
  for (const record of await ports.runs.checkpointsOf(state.id))
    if (record.status === 'pending') await ports.runs.cancelCheckpoint(record);
  const arn = executionArnOf(version.plans[state.checkpointMode].machineArn, state.id, state.generation);
  await ports.engine.stopExecution(arn, `Run.${closed.status}`, closed.reason ?? closed.status);
}

/**
 * Closes a run from outside: recorded first, then the execution is stopped. Closing a run that is closed the same way is done
 * again only in its delivery; one that is closed otherwise throws `run-closed` with the state that won.
 */
export async function endRun(ports: Ports, run: string, { status, reason, actor }: EndRun): Promise<void> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const loaded = await loadRun(ports, run);
    const { state } = loaded;
    if (state.closed !== undefined) {
      if (state.closed.status !== status)
        throw new SluiceError('run-closed', `The run is ${state.closed.status} since ${state.closed.at}.`, {
          status: 409,
        });
      return stopClosedRun(ports, loaded);
    }
    const at = new Date(ports.clock.now()).toISOString();
    // Looked at once more in a minute: the engine may not have heard.
    const look = new Date(ports.clock.now() + 60_000).toISOString();
    const { written } = await append(ports, state, 'main', [closedEvent(state, { status, reason })], {
      actor,
      changes: closingChanges(state, { status }, at, look),
    });
    if (written.ok) return stopClosedRun(ports, await loadRun(ports, run));
  }
  throw new SluiceError('busy', 'Too much happened to this run at once. Try again.', { status: 503, retryable: true });
}
