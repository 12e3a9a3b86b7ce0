import { ServiceError } from '../states/states-error.ts';
import { busName, defaultBus, noSuchBus } from './bus-names.ts';
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
  /** The bus whose events it sees. */
  bus: string;
  pattern?: Pattern;
  schedule?: string;
  targets: {
    arn: string;
    deadLetterArn?: string;
    transform?: { InputPathsMap?: Record<string, string>; InputTemplate: string };
  }[];
}

export interface BusOptions {
  /** Names of the buses that there are beside the default one. */
  buses: ReadonlySet<string>;
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

type Entry = { Source?: string; DetailType?: string; Detail?: string; Resources?: string[]; EventBusName?: string };
type Given = Pick<BusEvent, 'source' | 'detail-type' | 'detail'> & { resources?: string[] };

/** The event buses: each hands its events to the targets of its rules that fit; and the rules that have a rate are fired. */
export class EventBus {
  readonly #options: BusOptions;
  readonly #stops = new Set<() => void>();

  constructor(options: BusOptions) {
    this.#options = options;
    for (const rule of options.rules) if (rule.schedule !== undefined) this.#repeat(rule, rateMs(rule.schedule));
  }

  /** Throws ResourceNotFoundException for a bus that does not exist. */
  put(event: Given, bus = defaultBus): string {
    if (bus !== defaultBus && !this.#options.buses.has(bus)) throw noSuchBus(bus);
    const whole = this.#whole(event);
    for (const rule of [...this.#options.rules, ...this.#options.made()])
      if (rule.bus === bus && rule.pattern !== undefined && matchPattern(rule.pattern, whole)) this.#fire(rule, whole);
    return whole.id;
  }

  /**
   * PutEvents (https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html). An entry fails alone, with its code.
   * One for a bus that does not exist fails here; AWS has been seen to accept it and to drop it (github.com/aws/aws-cli/issues/9186).
   */
  putEvents(input: { Entries?: Entry[] }): Record<string, unknown> {
    let failed = 0;
    const Entries = (input.Entries ?? []).map((entry) => {
      try {
        return { EventId: this.#putEntry(entry) };
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        failed += 1;
        return { ErrorCode: error.code, ErrorMessage: error.message };
      }
    });
    return { FailedEntryCount: failed, Entries };
  }

  #putEntry({ Source = '', DetailType = '', Detail = '', Resources = [], EventBusName }: Entry): string {
    let detail: unknown;
    try {
      detail = JSON.parse(Detail);
    } catch {
      throw new ServiceError('MalformedDetail', 'Detail is malformed.');
    }
    return this.put({ source: Source, 'detail-type': DetailType, detail, resources: Resources }, busName(EventBusName));
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }

  #whole(event: Given): BusEvent {
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
