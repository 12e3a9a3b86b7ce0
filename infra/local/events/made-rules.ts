import { DocumentFile } from '../document-file.ts';
import { ServiceError } from '../states/states-error.ts';
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

/** The rules that are made over the API, beside those of the template; in the data folder. */
export class MadeRules {
  readonly #file: DocumentFile<Record<string, Made>>;
  readonly #arnOf: (name: string) => string;

  constructor(file: string, arnOf: (name: string) => string) {
    this.#file = new DocumentFile(file, {});
    this.#arnOf = arnOf;
  }

  /** Those that are enabled, as the bus has them. */
  list(): BusRule[] {
    return Object.entries(this.#file.value).flatMap(([name, { pattern, enabled, targets }]) =>
      enabled
        ? [
            {
              arn: this.#arnOf(name),
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
    const name = String(input.Rule ?? input.Name);
    const known = rules[name];
    if (operation === 'PutRule') {
      if (typeof input.EventPattern !== 'string')
        throw new ServiceError('ValidationException', 'The embedded EventBridge takes rules with an EventPattern.');
      const pattern = JSON.parse(input.EventPattern) as Pattern;
      rules[name] = { pattern, enabled: input.State !== 'DISABLED', targets: known?.targets ?? [] };
      this.#file.save();
      return { RuleArn: this.#arnOf(name) };
    }
    if (known === undefined) throw new ServiceError('ResourceNotFoundException', `Rule ${name} does not exist.`);
    if (operation === 'DescribeRule')
      return {
        Name: name,
        Arn: this.#arnOf(name),
        EventPattern: JSON.stringify(known.pattern),
        State: known.enabled ? 'ENABLED' : 'DISABLED',
      };
    const targets = (input.Targets ?? []) as Target[];
    const ids = operation === 'PutTargets' ? targets.map(({ Id }) => Id) : ((input.Ids ?? []) as string[]);
    if (operation === 'PutTargets' || operation === 'RemoveTargets')
      known.targets = [...known.targets.filter(({ Id }) => !ids.includes(Id)), ...targets];
    else if (operation === 'DeleteRule') delete rules[name];
    else throw new ServiceError('UnknownOperationException', `The embedded EventBridge has no ${operation}.`);
    this.#file.save();
    return operation === 'DeleteRule' ? {} : { FailedEntryCount: 0, FailedEntries: [] };
  }
}
