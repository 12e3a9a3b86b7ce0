import { isSluiceError, SluiceError } from '../errors/sluice-error.ts';
import { type Environment, environments } from '../flow/environments.ts';
import type { Flow, Schedule } from '../flow/flow.ts';
import { nextFires } from '../flow/timetable.ts';
import { canonicalJson } from '../run/chain.ts';
import type { Json } from '../run/events.ts';
import type { FlowRecord } from './flow-ports.ts';
import type { Ports } from './ports.ts';
import { runningVersion } from './running-version.ts';
import { startRun } from './start-run.ts';
import { newSyncMark } from './sync-mark.ts';
import type { ScheduleRecord, Scheduler } from './trigger-ports.ts';

/** What a fired schedule tells: which one, and the instant that it was due at. */
export interface Fired {
  flow: string;
  environment: Environment;
  schedule: string;
  /** ISO 8601. */
  scheduledTime: string;
}

const idOf = (environment: string, schedule: string) => `${environment}.${schedule}`;

/** The schedules that a version has in an environment. */
const schedulesIn = (flow: Flow, environment: Environment): Schedule[] =>
  flow.schedules.filter((each) => each.environments.includes(environment));

/** Makes the schedules in AWS those of the versions that the environments point at. What was paused stays paused, and a rate keeps its beat. May be repeated. */
export async function syncSchedules(
  ports: Pick<Ports, 'flows' | 'triggers' | 'clock'> & { scheduler: Scheduler },
  record: FlowRecord,
): Promise<void> {
  const flow = record.id;
  const known = new Map((await ports.triggers.schedules(flow)).map((each) => [each.id, each]));
  const now = new Date(ports.clock.now()).toISOString();
  for (const environment of environments) {
    const version = await runningVersion(ports, record, environment);
    for (const { id: schedule, table, params } of version === undefined ? [] : schedulesIn(version.flow, environment)) {
      const id = idOf(environment, schedule);
      const before = known.get(id);
      known.delete(id);
      const since = before !== undefined && canonicalJson(before.table) === canonicalJson(table) ? before.since : now;
      const next = { id, schedule, environment, table, params: params as Json, since };
      await ports.triggers.putSchedule(flow, next);
      await ports.scheduler.put(flow, next, before?.paused === undefined);
    }
  }
  for (const gone of known.values()) {
    await ports.scheduler.remove(flow, gone.id);
    await ports.triggers.removeSchedule(flow, gone.id);
  }
}

/** The schedules of a flow with the next five instants at which each fires. */
export async function listSchedules(ports: Ports, flow: string) {
  const after = ports.clock.now();
  return (await ports.triggers.schedules(flow)).map((record) => ({
    ...record,
    next: nextFires(record.table, { anchor: Date.parse(record.since), after, count: 5 }).map((at) =>
      new Date(at).toISOString(),
    ),
  }));
}

/**
 * Starts the run of a schedule's instant: one, however often it is delivered. A refusal is no failure of the function: it is noted at
 * the schedule, where whoever looks after it sees it.
 */
export async function fireSchedule(
  ports: Ports,
  { flow, environment, schedule, scheduledTime }: Fired,
): Promise<string | undefined> {
  const id = idOf(environment, schedule);
  const record = (await ports.triggers.schedules(flow)).find((each) => each.id === id);
  if (record === undefined || record.paused !== undefined) return undefined;
  try {
    const started = await startRun(ports, {
      flow,
      environment,
      params: record.params,
      mode: 'background',
      checkpoints: 'template',
      trigger: { type: 'schedule', by: { type: 'system', id: `schedule:${flow}`, name: `Schedule ${schedule}` } },
      data: { scheduledTime },
      idempotencyKey: `${id}@${scheduledTime}`,
    });
    await ports.triggers.noteSchedule(flow, id, { lastRun: { id: started.id, scheduledTime } });
    return started.id;
  } catch (error) {
    if (!isSluiceError(error) || error.status >= 500) throw error;
    const { code, message } = error;
    await ports.triggers.noteSchedule(flow, id, { lastRefusal: { scheduledTime, code, message } });
    return undefined;
  }
}

/** Pauses or resumes a schedule, and marks its flow, for the scheduler is told afterwards. Throws `schedule-not-found`. */
export async function pauseSchedule(
  ports: Pick<Ports, 'triggers' | 'clock' | 'ids'>,
  flow: string,
  id: string,
  paused: ScheduleRecord['paused'],
): Promise<ScheduleRecord> {
  const record = (await ports.triggers.schedules(flow)).find((each) => each.id === id);
  if (record === undefined || !(await ports.triggers.setPaused(flow, id, paused, newSyncMark(ports))))
    throw new SluiceError('schedule-not-found', `The flow "${flow}" has no schedule "${id}".`, { status: 404 });
  const { paused: _before, ...rest } = record;
  return paused === undefined ? rest : { ...rest, paused };
}
