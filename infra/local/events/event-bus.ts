import { matchPattern, type Pattern } from './match-pattern.ts';
import { rateMs } from './rate.ts';

/** An event as a rule's target receives it (EventBridge guide, "Event structure"). */
export interface BusEvent {
  version: '0';
  id: string;
  source: string;
  'detail-type': string;
  account: string;
  region: string;
  time: string;
  resources: string[];
  detail: unknown;
}

export interface BusRule {
  arn: string;
  pattern?: Pattern;
  schedule?: string;
  targets: {
    arn: string;
    deadLetterArn?: string;
    transform?: { InputPathsMap?: Record<string, string>; InputTemplate: string };
  }[];
}

export interface BusOptions {
  rules: BusRule[];
  /** Rules that were made over the API. */
  made(): BusRule[];
  account: string;
  region: string;
  clock: { now(): number; setTimer(at: number, fire: () => void): () => void };
  /** Hands an event to a target as the rule; throws when the target cannot be reached or does not let the rule. */
  deliver(ruleArn: string, targetArn: string, input: unknown): void;
  /** Takes what could not be delivered. */
  deadLetter(ruleArn: string, queueArn: string, event: BusEvent, reason: string): void;
  onError(error: unknown): void;
}

/** The input that a transformer makes (EventBridge guide, "Input transformation"): whole members of the event by path, in a template. */
function transformed(
  { InputPathsMap = {}, InputTemplate }: NonNullable<BusRule['targets'][number]['transform']>,
  event: BusEvent,
): unknown {
  const at = (path: string) =>
    path
      .split('.')
      .slice(1)
      .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], event);
  return JSON.parse(
    InputTemplate.replaceAll(
      /<([\w-]+)>/g,
      (_all, name: string) => JSON.stringify(at(InputPathsMap[name] ?? '$')) ?? '""',
    ),
  );
}

/** The default event bus: hands events to the targets of the rules that fit, and fires the rules that have a rate. */
export class EventBus {
  readonly #options: BusOptions;
  readonly #stops = new Set<() => void>();

  constructor(options: BusOptions) {
    this.#options = options;
    for (const rule of options.rules) if (rule.schedule !== undefined) this.#repeat(rule, rateMs(rule.schedule));
  }

  put(event: Pick<BusEvent, 'source' | 'detail-type' | 'detail'> & { resources?: string[] }): string {
    const whole = this.#whole(event);
    for (const rule of [...this.#options.rules, ...this.#options.made()])
      if (rule.pattern !== undefined && matchPattern(rule.pattern, whole)) this.#fire(rule, whole);
    return whole.id;
  }

  /** PutEvents (https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html). */
  putEvents(input: {
    Entries?: { Source?: string; DetailType?: string; Detail?: string; Resources?: string[] }[];
  }): Record<string, unknown> {
    let failed = 0;
    const Entries = (input.Entries ?? []).map(({ Source = '', DetailType = '', Detail = '', Resources = [] }) => {
      try {
        const detail: unknown = JSON.parse(Detail);
        return { EventId: this.put({ source: Source, 'detail-type': DetailType, detail, resources: Resources }) };
      } catch {
        failed += 1;
        return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
      }
    });
    return { FailedEntryCount: failed, Entries };
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  #whole(event: Pick<BusEvent, 'source' | 'detail-type' | 'detail'> & { resources?: string[] }): BusEvent {
    const { account, region, clock } = this.#options;
    return {
      version: '0',
      id: crypto.randomUUID(),
      account,
      region,
      time: new Date(clock.now()).toISOString(),
      resources: [],
      ...event,
    };
  }

  #fire(rule: BusRule, event: BusEvent): void {
    for (const { arn, deadLetterArn, transform } of rule.targets) {
      try {
        this.#options.deliver(rule.arn, arn, transform === undefined ? event : transformed(transform, event));
      } catch (error) {
        this.#options.onError(error);
        const reason = error instanceof Error ? error.message : String(error);
        if (deadLetterArn !== undefined) this.#options.deadLetter(rule.arn, deadLetterArn, event, reason);
      }
    }
  }

  #repeat(rule: BusRule, everyMs: number): void {
    const stop = this.#options.clock.setTimer(this.#options.clock.now() + everyMs, () => {
      this.#stops.delete(stop);
      this.#fire(rule, this.#whole({ source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} }));
      this.#repeat(rule, everyMs);
    });
    this.#stops.add(stop);
  }
}
