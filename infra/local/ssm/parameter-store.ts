import { DocumentFile } from '../document-file.ts';
import { ServiceError } from '../states/states-error.ts';

interface Parameter {
  value: string;
  type: string;
  version: number;
}

/** Systems Manager's Parameter Store: put, get and delete by name; anything else is refused by name. */
export class ParameterStore {
  readonly #file: DocumentFile<Record<string, Parameter>>;

  constructor(file: string) {
    this.#file = new DocumentFile(file, {});
  }

  /** An operation of the API (https://docs.aws.amazon.com/systems-manager/latest/APIReference/). */
  handle(operation: string, input: Record<string, unknown>): Record<string, unknown> {
    const all = this.#file.value;
    const name = String(input.Name);
    switch (operation) {
      case 'PutParameter': {
        const known = all[name];
        if (known !== undefined && input.Overwrite !== true)
          throw new ServiceError('ParameterAlreadyExists', 'The parameter already exists.');
        const version = (known?.version ?? 0) + 1;
        all[name] = { value: String(input.Value), type: String(input.Type ?? 'String'), version };
        this.#file.save();
        return { Version: version, Tier: 'Standard' };
      }
      case 'DeleteParameter':
        if (all[name] === undefined) throw new ServiceError('ParameterNotFound', `There is no parameter ${name}.`);
        delete all[name];
        this.#file.save();
        return {};
      case 'GetParameters': {
        const names = (input.Names ?? []) as string[];
        return {
          Parameters: names.flatMap((Name) => {
            const found = all[Name];
            if (found === undefined) return [];
            const Value = found.type === 'SecureString' && input.WithDecryption !== true ? '(encrypted)' : found.value;
            return [{ Name, Type: found.type, Value, Version: found.version }];
          }),
          InvalidParameters: names.filter((each) => all[each] === undefined),
        };
      }
      default:
        throw new ServiceError('UnknownOperationException', `The embedded Parameter Store has no ${operation}.`);
    }
  }
}
