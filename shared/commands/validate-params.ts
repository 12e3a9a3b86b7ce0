import { type Schema, Validator } from '@cfworker/json-schema';
import { SluiceError } from '../errors/sluice-error.ts';
import { didYouMean } from '../flow/did-you-mean.ts';
import type { JsonSchema } from '../flow/flow.ts';
import type { Json } from '../run/events.ts';

/** Fills in the defaults that a schema gives to properties that are absent. */
function withDefaults(schema: unknown, value: Json): Json {
  if (
    schema === null ||
    typeof schema !== 'object' ||
    !('properties' in schema) ||
    value === null ||
    typeof value !== 'object' ||
    Array.isArray(value)
  )
    return value;
  const filled = { ...value };
  for (const [name, property] of Object.entries(schema.properties as Record<string, { default?: Json }>)) {
    if (filled[name] === undefined && property.default !== undefined) filled[name] = structuredClone(property.default);
    if (filled[name] !== undefined) filled[name] = withDefaults(property, filled[name]);
  }
  return filled;
}

/** What is wrong with a value, one entry per place: `{path, message}`. The schema's own "has errors below" notes are left out. */
export function schemaErrors(schema: JsonSchema, value: Json): { path: string; message: string }[] {
  const { errors } = new Validator(schema as Schema, '2020-12', false).validate(value);
  return errors
    .filter(
      (error) =>
        !['properties', 'items', 'allOf', '$ref', 'prefixItems'].includes(error.keyword) || errors.length === 1,
    )
    .map(({ instanceLocation, error }) => ({
      path: instanceLocation.replace(/^#\/?/, '').replaceAll('/', '.') || '(all)',
      message: error,
    }));
}

/** Parameters checked against the flow's schema, defaults filled in. Throws `invalid-params` with every error. */
export function validateParams(schema: JsonSchema | undefined, params: Json): Json {
  if (schema === undefined) return params;
  const filled = withDefaults(schema, params);
  const errors = schemaErrors(schema, filled);
  if (errors.length === 0) return filled;
  const known =
    typeof schema === 'object' && schema.properties !== undefined ? Object.keys(schema.properties as object) : [];
  const hints = errors.map((error) => {
    const extra = /Property "([^"]+)" does not match additional/.exec(error.message)?.[1];
    return extra === undefined ? error : { ...error, hint: didYouMean(extra, known) };
  });
  throw new SluiceError(
    'invalid-params',
    `The parameters do not fit the flow: ${errors.map(({ path, message }) => `${path}: ${message}`).join(' ')}`,
    { status: 400, details: { errors: hints } },
  );
}
