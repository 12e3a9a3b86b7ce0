import type { Environment } from '../flow/environments.ts';
import type { BusName } from '../flow/flow.ts';
import type { Timetable } from '../flow/timetable.ts';
import type { Actor, Json } from '../run/events.ts';
import type { SyncMark } from './flow-ports.ts';

/** What became of what a trigger brought: a run, nothing because of a condition, or a refusal and why. */
export type Outcome =
  | { outcome: 'accepted'; run: string }
  | { outcome: 'filtered'; reason: string }
  | { outcome: 'refused'; code: string; reason: string };

/** What a trigger brought: a delivery to the flow's webhook, or an event that fitted the pattern of one of its triggers. */
export type DeliverySource =
  | {
      trigger: 'webhook';
      /** What was delivered; absent when it was not authentic. */
      delivery?: { headers: Record<string, string>; query: Record<string, string>; body: string };
    }
  | {
      trigger: 'event';
      /** The trigger's id. */
      event: string;
      /** The event as EventBridge delivered it; absent when it is too large to be kept. */
      delivery?: EventDelivered;
    };

/** An event as EventBridge delivers it (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html). */
export type EventDelivered = { id: string } & Record<string, Json>;

/** What a trigger brought and what became of it. */
export type Delivered = Outcome &
  DeliverySource & {
    environment: Environment;
    /** The version that filtered and mapped it; absent when the environment had none. */
    version?: number;
    /** What its sender calls it: the delivery's id, or the event's. */
    deliveryId?: string;
    replayOf?: string;
  };

/** An entry of a flow's log of deliveries; its id is a ULID, of an accepted one that of its run. */
export type DeliveryRecord = Delivered & { id: string; at: string };

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
  put(
    flow: string,
    schedule: Pick<ScheduleRecord, 'id' | 'schedule' | 'environment' | 'table' | 'since'>,
    enabled: boolean,
  ): Promise<void>;
  remove(flow: string, id: string): Promise<void>;
}

/** A rule that was made for a trigger of a flow in an environment, on one of the buses. */
export interface EventRule {
  environment: Environment;
  /** The trigger's id. */
  trigger: string;
  bus: BusName;
}

/** Rules on the event buses: EventBridge. Calls may be repeated. */
export interface EventRules {
  put(flow: string, rule: EventRule, pattern: Record<string, unknown>): Promise<void>;
  remove(flow: string, rule: EventRule): Promise<void>;
}

/** What triggers leave behind: schedules, rules, deliveries. */
export interface TriggerStore {
  schedules(flow: string): Promise<ScheduleRecord[]>;
  /** Writes what a version says of a schedule; whether it is paused and what it last did stays as it is. */
  putSchedule(
    flow: string,
    record: Pick<ScheduleRecord, 'id' | 'schedule' | 'environment' | 'table' | 'params' | 'since'>,
  ): Promise<void>;
  /** Pauses a schedule or resumes it, and marks the flow in the same transaction; false when there is no such schedule. */
  setPaused(flow: string, id: string, paused: ScheduleRecord['paused'], syncing: SyncMark): Promise<boolean>;
  noteSchedule(flow: string, id: string, note: ScheduleNote): Promise<void>;
  removeSchedule(flow: string, id: string): Promise<void>;
  /** The rules that were made for a flow. */
  eventRules(flow: string): Promise<EventRule[]>;
  noteEventRule(flow: string, rule: EventRule): Promise<void>;
  removeEventRule(flow: string, rule: EventRule): Promise<void>;
  /** Writes a delivery into the log, unless its id is there or something was logged with the same `once`; `expiresAt` in seconds. */
  logDelivery(flow: string, record: DeliveryRecord, options: { expiresAt: number; once?: string }): Promise<void>;
  delivery(flow: string, id: string): Promise<DeliveryRecord | undefined>;
  /** What triggers brought, or one kind of them, newest first. */
  deliveries(
    flow: string,
    page: { limit: number; cursor?: string; trigger?: DeliveryRecord['trigger'] },
  ): Promise<{ items: DeliveryRecord[]; cursor?: string }>;
}
