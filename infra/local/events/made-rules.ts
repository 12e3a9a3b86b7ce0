import { DocumentFile } from '../document-file.ts';
import { ServiceError } from '../states/states-error.ts';
import { busName, defaultBus, noSuchBus, ruleResource } from './bus-names.ts';
import type { BusRule } from './event-bus.ts';
import type { Pattern } from './match-pattern.ts';

interface Target {
  Id: string;
  Arn: string;
  DeadLetterConfig?: { Arn: string };
  InputTransformer?: { InputPathsMap?: Record<string, string>; InputTemplate: string };
}
interface Made {
  pattern: Pattern;
  enabled: boolean;
  targets: Target[];
}

/** The rules that are made over the API, beside those of the template; in the data folder, each by its name, with its bus before it unless that is the default one. */
export class MadeRules {
  readonly #file: DocumentFile<Record<string, Made>>;
  readonly #buses: ReadonlySet<string>;
  readonly #arnOf: (resource: string) => string;

  constructor(options: {
    file: string;
    /** Names of the buses that there are beside the default one. */
    buses: ReadonlySet<string>;
    arnOf(resource: string): string;
  }) {
    this.#file = new DocumentFile(options.file, {});
    this.#buses = options.buses;
    this.#arnOf = options.arnOf;
  }

  /** Those that are enabled, as the bus has them. */
  list(): BusRule[] {
    return Object.entries(this.#file.value).flatMap(([key, { pattern, enabled, targets }]) =>
      enabled
        ? [
            {
              arn: this.#arnOf(`rule/${key}`),
              bus: key.includes('/') ? key.slice(0, key.lastIndexOf('/')) : defaultBus,
              pattern,
              targets: targets.map(({ Arn, DeadLetterConfig, InputTransformer }) => ({
                arn: Arn,
                ...(DeadLetterConfig === undefined ? {} : { deadLetterArn: DeadLetterConfig.Arn }),
                ...(InputTransformer === undefined ? {} : { transform: InputTransformer }),
              })),
            },
          ]
        : [],
    );
  }

  /** An operation of the API (https://docs.aws.amazon.com/eventbridge/latest/APIReference/); patterns only, no schedules. */
  handle(operation: string, input: Record<string, unknown>): Record<string, unknown> {
    const rules = this.#file.value;
    const bus = busName(input.EventBusName);
    if (bus !== defaultBus && !this.#buses.has(bus)) throw noSuchBus(bus);
    const name = String(input.Rule ?? input.Name);
    const resource = ruleResource(bus, name);
    const key = resource.slice('rule/'.length);
    const known = rules[key];
    if (operation === 'PutRule') {
      if (typeof input.EventPattern !== 'string')
        throw new ServiceError('ValidationException', 'The embedded EventBridge takes rules with an EventPattern.');
      const pattern = JSON.parse(input.EventPattern) as Pattern;
      rules[key] = { pattern, enabled: input.State !== 'DISABLED', targets: known?.targets ?? [] };
      this.#file.save();
      return { RuleArn: this.#arnOf(resource) };
    }
    if (known === undefined)
      throw new ServiceError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus}.`);
    if (operation === 'DescribeRule')
      return {
        Name: name,
        Arn: this.#arnOf(resource),
        EventBusName: bus,
        EventPattern: JSON.stringify(known.pattern),
        State: known.enabled ? 'ENABLED' : 'DISABLED',
      };
    const targets = (input.Targets ?? []) as Target[];
    const ids = operation === 'PutTargets' ? targets.map(({ Id }) => Id) : ((input.Ids ?? []) as string[]);
    if (operation === 'PutTargets' || operation === 'RemoveTargets')
      known.targets = [...known.targets.filter(({ Id }) => !ids.includes(Id)), ...targets];
    else if (operation === 'DeleteRule') delete rules[key];
    else throw new ServiceError('UnknownOperationException', `The embedded EventBridge has no ${operation}.`);
    this.#file.save();
    return operation === 'DeleteRule' ? {} : { FailedEntryCount: 0, FailedEntries: [] };
  }
}
