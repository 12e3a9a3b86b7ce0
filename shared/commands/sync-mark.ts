import type { SyncMark } from './flow-ports.ts';
import type { Ports } from './ports.ts';

/** Milliseconds that whoever changed a flow has for its schedules and rules before the reconciler sees to them. */
export const firstLookMs = 60_000;

/** The mark of a change that schedules and rules must follow. */
export function newSyncMark(ports: Pick<Ports, 'clock' | 'ids'>): SyncMark {
  const now = ports.clock.now();
  return {
    mark: ports.ids.random(),
    since: new Date(now).toISOString(),
    dueAt: new Date(now + firstLookMs).toISOString(),
  };
}
