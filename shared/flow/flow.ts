import type { Environment } from './environments.ts';
import type { Timetable } from './timetable.ts';

/** A JSON Schema 2020-12 document, kept as data. */
export type JsonSchema = Record<string, unknown> | boolean;

export type Effect = 'at-least-once' | 'at-most-once';
export type OnExpire = 'reject' | 'approve' | 'skip' | 'fail';
export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

/** How a failed attempt is repeated: attempt n waits `intervalMs * backoff^(n-1)`, at most `maxDelayMs`. */
export interface Retry {
  /** Attempts in all, the first one included; 1 means no retry. */
  attempts: number;
  intervalMs: number;
  backoff: number;
  maxDelayMs: number;
}

/** What a gate asks, of whom, and until when. Strings and lists may hold `{{ }}` templates. */
export interface Approval {
  to: string[] | string;
  message: string;
  /** Milliseconds from the opening of the checkpoint until it expires. */
  expiresMs: number;
  onExpire: OnExpire;
}

/** An HTTP request as written in the flow; every string may hold `{{ }}` templates. Exactly one body member at most. */
export interface HttpRequest {
  method: HttpMethod;
  /** Name of a connection of the environment; `url` is then a path below its base URL. */
  connection?: string;
  url: string;
  headers?: Record<string, string>;
  query?: Record<string, unknown>;
  /** Sent as JSON. */
  body?: unknown;
  /** Sent as application/x-www-form-urlencoded. */
  form?: Record<string, unknown>;
  /** Sent as text/plain unless a header says otherwise. */
  text?: string;
}

/** A wait of a fixed or evaluated length, or until an instant; templates allowed in both. */
export type Wait = { forMs: number } | { for: string } | { until: string };

/** When the clock starts runs, with which parameters, in which environments. */
export interface Schedule {
  id: string;
  table: Timetable;
  params: unknown;
  environments: Environment[];
}

/** A bus that a flow may listen to: the account's default one, where events of AWS services arrive, or the deployment's own. */
export type BusName = 'default' | 'deployment';

/** Which events of EventBridge start runs; `when` and `params` hold templates over `trigger.event` and `env`. */
export interface EventTrigger {
  id: string;
  /** Absent in versions of before there was a choice: `default`. */
  bus?: BusName;
  pattern: Record<string, unknown>;
  when?: string;
  params?: unknown;
  environments: Environment[];
}

/** How deliveries to the flow's URL start runs; `when` and `params` hold templates over `trigger` and `env`. */
export interface Webhook {
  verify: 'standard' | 'github' | 'stripe' | 'none';
  /** Name of the secret that signatures are checked with. */
  secret?: string;
  when?: string;
  params?: unknown;
}

/** Runs at work at the same time, in each environment, for each value of the template `per`. */
export interface Concurrency {
  limit: number;
  per?: string;
  /** Whether a run that waits for a person keeps its slot. */
  holdWhileWaiting: boolean;
}

/** What must hold for a run to start: a template that is one expression, and what is said when it does not. */
export interface Preflight {
  check: string;
  message: string;
}

interface StepCommon {
  id: string;
  title?: string;
  phase?: string;
  /** Steps that must have ended before this one; in a flow without `needs` the step before it. */
  needs: string[];
  /** A template that is one expression and yields a boolean. */
  when?: string;
  /** A gate before the step. */
  checkpoint?: Approval;
  retry: Retry;
  /** Milliseconds one attempt may take. */
  timeoutMs: number;
  onError: 'fail' | 'continue';
  /** JSON Schema that the step's result must satisfy. */
  output?: JsonSchema;
  effect: Effect;
  autoApprove: boolean;
}

export type Step = StepCommon &
  (
    | { kind: 'transform'; transform: unknown }
    | { kind: 'http'; http: HttpRequest }
    | { kind: 'approve'; approve: Approval }
    | { kind: 'wait'; wait: Wait }
  );

/** A flow as the compiler and the worker use it: defaults filled in, durations in milliseconds, needs explicit. */
export interface Flow {
  id: string;
  title: string;
  type: 'flow' | 'guide';
  description?: string;
  /** JSON Schema of the parameters. */
  params?: JsonSchema;
  limits: {
    timeoutMs: number;
    concurrency?: Concurrency;
    /** Runs that may start on one day (UTC). */
    daily?: number;
  };
  preflight: Preflight[];
  audit: 'standard' | 'permanent';
  /** `sequence`: no step has `needs`, a skipped step lets the next one run. `graph`: a step whose needs were all skipped is skipped. */
  order: 'sequence' | 'graph';
  schedules: Schedule[];
  events: EventTrigger[];
  webhook?: Webhook;
  /** Template of the run's output; without it the output of the last complete step. */
  output?: unknown;
  steps: Step[];
}
