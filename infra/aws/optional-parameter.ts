import { Aws, CfnCondition, CfnParameter, Fn, type Stack, Token } from 'aws-cdk-lib';

/** A parameter of the template that may be left empty. */
export class OptionalParameter {
  readonly #value: string;
  readonly #given: CfnCondition;

  constructor(stack: Stack, id: string, description: string) {
    this.#value = new CfnParameter(stack, id, { type: 'String', default: '', description }).valueAsString;
    this.#given = new CfnCondition(stack, `Has${id}`, {
      expression: Fn.conditionNot(Fn.conditionEquals(this.#value, '')),
    });
  }

  /** What was given, or something else. */
  or(otherwise: string): string {
    return Token.asString(Fn.conditionIf(this.#given.logicalId, this.#value, otherwise));
  }

  /** What was given with something after it, as an element of a list; no element when nothing was given. */
  with(after: string): string {
    return Token.asString(Fn.conditionIf(this.#given.logicalId, `${this.#value}${after}`, Aws.NO_VALUE));
  }
}
