import type { Comparison } from '../../../../shared/view/compare-versions.ts';
import type { Actor, FlowRow, Graph, Json, RunRow } from './types.ts';

/** What the API answers about flows, as far as pages read it. */
export type JsonObject = { [key: string]: Json };

export interface Approval {
  to: string[] | string;
  message: string;
  expiresMs: number;
  onExpire: 'reject' | 'approve' | 'skip' | 'fail';
}

/** A step as its flow defines it; the member named like its kind says what it does. */
export interface StepDefinition {
  id: string;
  kind: string;
  title?: string;
  phase?: string;
  needs: string[];
  when?: string;
  checkpoint?: Approval;
  retry: { attempts: number; intervalMs: number; backoff: number; maxDelayMs: number };
  timeoutMs: number;
  onError: 'fail' | 'continue';
  effect: 'at-least-once' | 'at-most-once';
  autoApprove: boolean;
  output?: Json;
  transform?: Json;
  http?: { method: string; url: string } & JsonObject;
  approve?: Approval;
  wait?: { forMs: number } | { for: string } | { until: string };
}

export interface EventTrigger {
  id: string;
  /** Of EventBridge; `default` is that of the account. */
  bus?: string;
  pattern: JsonObject;
  when?: string;
  params?: Json;
  environments: string[];
}

export interface FlowDefinition {
  id: string;
  title: string;
  type: 'flow' | 'guide';
  description?: string;
  params?: JsonObject | boolean;
  limits: { timeoutMs: number; daily?: number; concurrency?: { limit: number; per?: string } };
  preflight: { check: string; message: string }[];
  audit: 'standard' | 'permanent';
  schedules: { id: string; environments: string[] }[];
  events: EventTrigger[];
  webhook?: { verify: 'standard' | 'github' | 'stripe' | 'none'; secret?: string; when?: string; params?: Json };
  steps: StepDefinition[];
}

export interface FlowView extends FlowRow {
  definition: FlowDefinition;
  source: string;
  graph?: Graph;
  /** There while schedules and rules do not follow yet what was changed. */
  syncing?: Json;
  /** The URL for each environment, for those who may change the flow. */
  webhook?: Record<string, string>;
}

export interface VersionRow {
  version: number;
  title: string;
  publishedAt: string;
  publishedBy: Actor;
}

export interface Range {
  least: number;
  most: number;
}

export interface Forecast {
  transitions: Range;
  invocations: Range;
  writes: Range;
  priceUsd: Range;
}

export interface VersionView {
  flow: string;
  version: number;
  source: string;
  definition: FlowDefinition;
  graph?: Graph;
  forecast: Forecast;
  publishedAt: string;
  publishedBy: Actor;
}

export type Timetable = { timezone: string; start?: string; end?: string } & (
  | { cron: string }
  | { everyMs: number }
  | { at: string }
);

export interface ScheduleView {
  /** `<environment>.<schedule>`. */
  id: string;
  schedule: string;
  environment: string;
  table: Timetable;
  params: Json;
  next: string[];
  paused?: { by: Actor; at: string };
  lastRun?: { id: string; scheduledTime: string };
  lastRefusal?: { scheduledTime: string; code: string; message: string };
}

/** A delivery to the webhook, or an event; its content is there for those who may see it. */
export interface DeliveryRow {
  id: string;
  at: string;
  environment: string;
  trigger: 'webhook' | 'event';
  /** The id of the event's trigger. */
  event?: string;
  /** Which version filtered and mapped it. */
  version?: number;
  outcome: 'accepted' | 'filtered' | 'refused';
  reason?: string;
  code?: string;
  run?: string;
  deliveryId?: string;
  replayOf?: string;
  delivery?: JsonObject;
}

export type HealthBar = Pick<
  RunRow,
  'id' | 'status' | 'outcome' | 'startedAt' | 'endedAt' | 'version' | 'environment'
> & {
  durationMs?: number;
};

/** How a flow has been doing; `days` is absent where only the last ten runs are known. */
export interface Health {
  last: HealthBar[];
  days?: number;
  counted: number;
  succeeded: number;
  failed: number;
  /** From 0 to 1; null when nothing counts. */
  rate: number | null;
  meanMs: number | null;
  complete: boolean;
}

export type VersionComparison = Comparison & { flow: string; from: number; to: number };

export interface Profile {
  image: string;
  tools: string[];
  repositories: string[];
  runtime?: string;
}

export interface Settings {
  dailyCap?: number;
  groups?: Record<string, string[]>;
  profiles?: Record<string, Profile>;
}

export interface StartedRun {
  id: string;
  status: 'scheduled' | 'pending' | 'running';
  place?: number;
}
