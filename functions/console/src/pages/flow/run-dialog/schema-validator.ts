import { Validator } from '@cfworker/json-schema';
import {
  type ErrorSchema,
  ErrorSchemaBuilder,
  type RJSFSchema,
  type RJSFValidationError,
  type ValidatorType,
} from '@rjsf/utils';
import type { JsonObject } from '../../../api/flow-types.ts';
import type { Json } from '../../../api/types.ts';
import type { FormContext, FormValues } from './form-context.ts';
import { type ParamProblem, problemsOf } from './problems.ts';

/** A value as JSON: what is undefined is absent, and null in a list. */
const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value ?? null)) as Json;

/** Problems as the form shows them: at the fields that they belong to. */
export function errorSchemaOf(problems: ParamProblem[]): ErrorSchema<FormValues> {
  const builder = new ErrorSchemaBuilder<FormValues>();
  for (const { path, message } of problems) builder.addErrors(message, path);
  return builder.ErrorSchema;
}

/** JSON Schema for the form by a validator that evaluates no text as code, as the content security policy demands. */
export const schemaValidator: ValidatorType<FormValues, RJSFSchema, FormContext> = {
  validateFormData(formData, schema) {
    const problems = problemsOf(schema as JsonObject, asJson(formData));
    const errors = problems.map(
      ({ path, message }): RJSFValidationError => ({ property: `.${path.join('.')}`, message, stack: message }),
    );
    return { errors, errorSchema: errorSchemaOf(problems) };
  },
  isValid(schema, formData, root) {
    try {
      const { $defs, definitions } = root;
      const whole = {
        ...($defs === undefined ? {} : { $defs }),
        ...(definitions === undefined ? {} : { definitions }),
      };
      return new Validator({ ...whole, ...(schema as object) }, '2020-12').validate(asJson(formData)).valid;
    } catch {
      return false;
    }
  },
  rawValidation: () => ({ errors: [] }),
};
