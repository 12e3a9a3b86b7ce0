import { getDefaultFormState, type RJSFSchema, type UiSchema } from '@rjsf/utils';
import type { JsonObject } from '../../../api/flow-types.ts';
import type { Json } from '../../../api/types.ts';
import type { FormContext, FormValues } from './form-context.ts';
import { schemaValidator } from './schema-validator.ts';

// From the flow's JSON Schema to a form that a person can fill in, and from the form to what is sent.

type Ui = UiSchema<FormValues, RJSFSchema, FormContext>;

/** Optional objects are not made up: an empty one could lack what it needs. */
export const defaultBehaviour = { emptyObjectFields: 'skipEmptyDefaults' } as const;
export const idPrefix = 'param';

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const propertiesOf = (schema: Json | undefined): JsonObject =>
  isObject(schema) && isObject(schema.properties) ? schema.properties : {};
const requiredOf = (schema: Json | undefined): Json[] =>
  isObject(schema) && Array.isArray(schema.required) ? schema.required : [];

/** The id of the element that a parameter is filled in with. */
export const fieldId = (path: (string | number)[]): string => [idPrefix, ...path].join('_');

/** The type of a schema that allows one; whether it also allows null does not matter. */
function typeOf({ type }: JsonObject): Json | undefined {
  if (!Array.isArray(type)) return type;
  const [only, more] = type.filter((each) => each !== 'null');
  return more === undefined ? only : undefined;
}

const longText = 200;
const isLong = ({ maxLength, format, default: value }: JsonObject, now: Json | undefined): boolean =>
  (typeof maxLength === 'number' && maxLength > longText) ||
  format === 'textarea' ||
  [value, now].some((text) => typeof text === 'string' && (text.length > longText || text.includes('\n')));

const choosing = ['enum', 'const', 'oneOf', 'anyOf', 'allOf', '$ref', 'if'];
const asText = (schema: Json): { schema: Json; ui: Ui } => ({ schema, ui: { 'ui:field': 'json' } });

/** The form of a schema: where no field would do, its value is written as JSON. */
export function formOf(schema: Json, value?: Json): { schema: Json; ui: Ui } {
  if (!isObject(schema)) return asText({});
  if (choosing.some((keyword) => keyword in schema)) return { schema, ui: {} };
  const type = typeOf(schema) ?? ('properties' in schema ? 'object' : undefined);
  if (type === undefined) return asText(schema);
  if (type === 'object') {
    const properties = propertiesOf(schema);
    const names = Object.keys(properties);
    if (names.length === 0) return asText(schema);
    const parts = names.map((name) => {
      const part = formOf(properties[name] ?? {}, isObject(value) ? value[name] : undefined);
      return [name, part] as const;
    });
    // What is allowed besides stays as it is, and is not asked for.
    const { additionalProperties: _more, patternProperties: _patterns, ...rest } = schema;
    return {
      schema: { ...rest, properties: Object.fromEntries(parts.map(([name, part]) => [name, part.schema])) },
      ui: Object.fromEntries(parts.map(([name, part]) => [name, part.ui])),
    };
  }
  if (type === 'array') {
    if (!isObject(schema.items) || 'prefixItems' in schema) return asText(schema);
    const items = formOf(schema.items);
    return { schema: { ...schema, items: items.schema }, ui: { items: items.ui } };
  }
  return { schema, ui: type === 'string' && isLong(schema, value) ? { 'ui:widget': 'textarea' } : {} };
}

/** What the form begins with: the values given, the schema's defaults, and no for a switch that must be set. */
export function initialValues(schema: JsonObject, given: JsonObject): JsonObject {
  const filled = getDefaultFormState<FormValues, RJSFSchema, FormContext>(
    schemaValidator,
    schema,
    structuredClone(given),
    schema,
    false,
    defaultBehaviour,
  );
  const values: JsonObject = isObject(filled as Json) ? (filled as JsonObject) : {};
  for (const [name, property] of Object.entries(propertiesOf(schema)))
    if (isObject(property) && property.type === 'boolean' && requiredOf(schema).includes(name)) values[name] ??= false;
  return values;
}

const isEmpty = (value: Json | undefined) =>
  Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;

/** The values as they are sent: without what nobody filled in. A blank in a list stays, as null, to be complained of. */
export function sentValues(schema: Json | undefined, value: Json | undefined): Json {
  if (Array.isArray(value))
    return value.map((item) => sentValues(isObject(schema) ? schema.items : undefined, item ?? null));
  if (!isObject(value)) return value ?? null;
  const properties = propertiesOf(schema);
  const entries = Object.entries(value as Record<string, Json | undefined>).flatMap(
    ([name, each]): [string, Json][] => {
      if (each === undefined) return [];
      const sent = sentValues(properties[name], each);
      const wanted = requiredOf(schema).includes(name) || properties[name] === undefined;
      return isEmpty(sent) && !wanted ? [] : [[name, sent]];
    },
  );
  return Object.fromEntries(entries);
}

/** What a parameter is called where it is asked for. */
export function labelOf(schema: Json | undefined, path: (string | number)[]): string {
  let at = schema;
  let label = 'The parameters';
  for (const part of path) {
    if (typeof part === 'number') {
      label = `${label}, number ${part + 1}`;
      at = isObject(at) ? at.items : undefined;
    } else {
      at = propertiesOf(at)[part];
      label = isObject(at) && typeof at.title === 'string' ? at.title : part;
    }
  }
  return label;
}
