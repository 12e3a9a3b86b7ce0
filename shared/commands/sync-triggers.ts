import { syncEventRules } from './event-triggers.ts';
import type { FlowRecord } from './flow-ports.ts';
import type { Ports } from './ports.ts';
import { syncSchedules } from './schedules.ts';
import { firstLookMs } from './sync-mark.ts';
import type { EventRules, Scheduler } from './trigger-ports.ts';

/** Milliseconds after which a sync that never ended is over: the limit of the function that does it. */
const turnMs = 60_000;
/** Times that a sync begins anew because the flow was changed meanwhile. */
const mostRounds = 5;
/** Milliseconds between two looks of the reconciler at a flow whose sync fails, at most. */
const longestPauseMs = 3_600_000;

const text = (at: number) => new Date(at).toISOString();

/**
 * Makes schedules and rules those of the versions that the environments point at, one sync of a flow at a time, and takes the flow's
 * mark away; a change meanwhile has left another mark, and is followed too. False when somebody else is at it, or the flow changes all
 * the time: its mark is left, to them or to the reconciler. Throws what the services refuse; the mark is left then as well.
 */
export async function syncTriggers(
  ports: Pick<Ports, 'flows' | 'triggers' | 'clock' | 'ids'> & { scheduler: Scheduler; rules: EventRules },
  flow: string,
): Promise<boolean> {
  const holder = ports.ids.random();
  const now = ports.clock.now();
  if (!(await ports.flows.lease('sync', flow, { holder, now: text(now), until: text(now + turnMs) }))) return false;
  try {
    for (let round = 1; round <= mostRounds; round++) {
      const record = await ports.flows.flow(flow);
      if (record === undefined) return true;
      await syncSchedules(ports, record);
      await syncEventRules(ports, record);
      if (record.syncing === undefined || (await ports.flows.clearSyncing(flow, record.syncing.mark))) return true;
    }
    return false;
  } finally {
    await ports.flows.release('sync', flow, holder);
  }
}

/**
 * Has the schedules and rules follow of every flow whose mark is due; `sync` is `syncTriggers` by the function that may. One that fails
 * harms only itself: it is told to `onError` and looked at again after its age, between a minute and an hour. Answers how many follow.
 */
export async function reconcileTriggers(
  ports: Pick<Ports, 'flows' | 'clock'>,
  sync: (flow: string) => Promise<boolean>,
  onError: (flow: FlowRecord, error: unknown) => void,
  limit = 50,
): Promise<number> {
  let synced = 0;
  for (const record of await ports.flows.dueSyncing(text(ports.clock.now()), limit)) {
    const { syncing } = record;
    if (syncing === undefined) continue;
    try {
      if (await sync(record.id)) {
        synced += 1;
        continue;
      }
    } catch (error) {
      onError(record, error);
    }
    const now = ports.clock.now();
    const pause = Math.min(longestPauseMs, Math.max(firstLookMs, now - Date.parse(syncing.since)));
    await ports.flows.postponeSyncing(record.id, syncing.mark, text(now + pause));
  }
  return synced;
}
