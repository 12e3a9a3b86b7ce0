import { defined } from './defined.ts';
import { parseDuration } from './duration.ts';
import type { Approval, Concurrency, EventTrigger, Flow, Schedule, Step, Wait } from './flow.ts';
import type { ApprovalText } from './schema/approval.ts';
import type { FlowText } from './schema/flow-schema.ts';
import type { StepText } from './schema/step.ts';
import type { Timetable } from './timetable.ts';

const day = 86_400_000;
/** What a step may take when it does not say; an attempt, in milliseconds. */
const defaultTimeoutMs = { transform: 5_000, http: 30_000, approve: 0, wait: 0 };
const defaultFlowTimeoutMs = 30 * day;
const defaultRetry = { intervalMs: 1_000, backoff: 2, maxDelayMs: 300_000 };

/** Milliseconds of a duration that the schema has already accepted. */
function milliseconds(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  const parsed = parseDuration(text);
  return 'ms' in parsed ? parsed.ms : otherwise;
}

function approval(text: ApprovalText, title: string): Approval {
  return {
    to: text.to ?? [],
    message: text.message ?? `Run "${title}"?`,
    expiresMs: milliseconds(text.expires, 0),
    onExpire: text.onExpire ?? 'reject',
  };
}

function waitOf(wait: NonNullable<StepText['wait']>): Wait {
  if (typeof wait === 'string') return { forMs: milliseconds(wait, 0) };
  if ('until' in wait) return { until: wait.until };
  const parsed = parseDuration(wait.for);
  return 'ms' in parsed ? { forMs: parsed.ms } : { for: wait.for };
}

function kindOf(text: StepText, title: string) {
  if (text.http !== undefined)
    return { kind: 'http' as const, http: { ...text.http, method: text.http.method ?? 'GET' } };
  if (text.approve !== undefined) return { kind: 'approve' as const, approve: approval(text.approve, title) };
  if (text.wait !== undefined) return { kind: 'wait' as const, wait: waitOf(text.wait) };
  return { kind: 'transform' as const, transform: text.transform };
}

function stepOf(text: StepText, needs: string[]): Step {
  const title = text.title ?? text.id;
  const kind = kindOf(text, title);
  return defined({
    id: text.id,
    title: text.title,
    phase: text.phase,
    needs,
    when: text.when === undefined ? undefined : typeof text.when === 'string' ? text.when : `{{ ${text.when} }}`,
    checkpoint: text.checkpoint === undefined ? undefined : approval(text.checkpoint, title),
    retry: {
      attempts: text.retry?.attempts ?? 1,
      intervalMs: milliseconds(text.retry?.interval, defaultRetry.intervalMs),
      backoff: text.retry?.backoff ?? defaultRetry.backoff,
      maxDelayMs: milliseconds(text.retry?.maxDelay, defaultRetry.maxDelayMs),
    },
    timeoutMs: milliseconds(text.timeout, defaultTimeoutMs[kind.kind]),
    onError: text.onError ?? 'fail',
    output: text.output,
    effect: text.effect ?? 'at-least-once',
    autoApprove: text.autoApprove ?? false,
    ...kind,
  }) as Step;
}

function schedulesOf({ on = [] }: FlowText): Schedule[] {
  const texts = on.flatMap((trigger) => ('schedule' in trigger ? [trigger.schedule] : []));
  return texts.map(({ id, cron, rate, at, timezone = 'UTC', start, end, params = {}, environments }, index) => {
    const when = cron !== undefined ? { cron } : at !== undefined ? { at } : { everyMs: milliseconds(rate, 60_000) };
    return {
      id: id ?? `schedule-${index + 1}`,
      table: defined({ timezone, start, end, ...when }) as Timetable,
      params,
      environments: environments ?? ['live'],
    };
  });
}

function eventsOf({ on = [] }: FlowText): EventTrigger[] {
  const texts = on.flatMap((trigger) => ('event' in trigger ? [trigger.event] : []));
  return texts.map(({ id, bus, pattern, when, params, environments }, index) =>
    defined({
      id: id ?? `event-${index + 1}`,
      bus: bus ?? ('default' as const),
      pattern,
      when,
      params,
      environments: environments ?? ['live' as const],
    }),
  ) as EventTrigger[];
}

function concurrencyOf({ limits }: FlowText): Concurrency | undefined {
  const text = limits?.concurrency;
  if (text === undefined) return undefined;
  const { limit, per, holdWhileWaiting = false } = typeof text === 'number' ? { limit: text } : text;
  return { limit, holdWhileWaiting, ...(per === undefined ? {} : { per }) };
}

/** The flow's one webhook (rule `webhook-incomplete`). */
function webhookOf({ on = [] }: FlowText) {
  const found = on.find((trigger) => 'webhook' in trigger);
  return found === undefined ? undefined : defined(found.webhook);
}

/** Fills in every default of a valid flow, turns durations into milliseconds and order into needs. */
export function normalizeFlow(text: FlowText): Flow {
  const graph = text.steps.some((step) => step.needs !== undefined);
  const steps = text.steps.map((step, index) => {
    const before = text.steps[index - 1]?.id;
    const needs = graph ? [step.needs ?? []].flat() : before === undefined ? [] : [before];
    return stepOf(step, [...new Set(needs)]);
  });
  return defined({
    id: text.flow,
    title: text.title ?? text.flow,
    type: text.type ?? 'flow',
    description: text.description,
    params: text.params,
    limits: defined({
      timeoutMs: milliseconds(text.limits?.timeout, defaultFlowTimeoutMs),
      concurrency: concurrencyOf(text),
      daily: text.limits?.daily,
    }),
    preflight: text.preflight ?? [],
    audit: text.audit ?? 'standard',
    order: graph ? 'graph' : 'sequence',
    schedules: schedulesOf(text),
    events: eventsOf(text),
    webhook: webhookOf(text),
    output: text.output,
    steps,
  }) as Flow;
}
