import type { Environment } from '../flow/environments.ts';
import type { Timetable } from '../flow/timetable.ts';
import type { Actor, Json } from '../run/events.ts';

/** What became of a delivery to a webhook. */
export interface DeliveryRecord {
  /** ULID. */
  id: string;
  at: string;
  environment: Environment;
  outcome: 'accepted' | 'filtered' | 'refused';
  /** Why it was filtered (the condition) or refused. */
  reason?: string;
  code?: string;
  run?: string;
  /** What the sender calls it. */
  deliveryId?: string;
  replayOf?: string;
  /** What was delivered; absent when it was not authentic. */
  delivery?: { headers: Record<string, string>; query: Record<string, string>; body: string };
}

/** A schedule of a flow in an environment; its id is `<environment>.<schedule>`. */
export interface ScheduleRecord {
  id: string;
  schedule: string;
  environment: Environment;
  table: Timetable;
  params: Json;
  /** From when a rate counts. */
  since: string;
  paused?: { by: Actor; at: string };
  lastRun?: { id: string; scheduledTime: string };
  lastRefusal?: { scheduledTime: string; code: string; message: string };
}

/** What became of an instant of a schedule: its run, or why there is none. */
export type ScheduleNote =
  | { lastRun: NonNullable<ScheduleRecord['lastRun']> }
  | { lastRefusal: NonNullable<ScheduleRecord['lastRefusal']> };

/** What fires schedules: EventBridge Scheduler. Calls may be repeated. */
export interface Scheduler {
  put(flow: string, schedule: ScheduleRecord, enabled: boolean): Promise<void>;
  remove(flow: string, id: string): Promise<void>;
}

/** Rules on the event bus: EventBridge. Calls may be repeated; `id` of a removal is `<environment>.<trigger>`. */
export interface EventRules {
  put(flow: string, rule: { environment: Environment; id: string; pattern: Record<string, unknown> }): Promise<void>;
  remove(flow: string, id: string): Promise<void>;
}

/** What triggers leave behind: schedules, rules, deliveries. */
export interface TriggerStore {
  schedules(flow: string): Promise<ScheduleRecord[]>;
  putSchedule(flow: string, record: ScheduleRecord): Promise<void>;
  noteSchedule(flow: string, id: string, note: ScheduleNote): Promise<void>;
  removeSchedule(flow: string, id: string): Promise<void>;
  /** Names of the rules that were made for a flow. */
  eventRules(flow: string): Promise<string[]>;
  noteEventRule(flow: string, name: string): Promise<void>;
  removeEventRule(flow: string, name: string): Promise<void>;
  /** Writes a delivery into the log; `expiresAt` in seconds. */
  logDelivery(flow: string, record: DeliveryRecord, expiresAt: number): Promise<void>;
  delivery(flow: string, id: string): Promise<DeliveryRecord | undefined>;
  /** Deliveries, newest first. */
  deliveries(
    flow: string,
    page: { limit: number; cursor?: string },
  ): Promise<{ items: DeliveryRecord[]; cursor?: string }>;
}
