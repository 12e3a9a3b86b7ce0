import type { Path } from './outline.ts';

// What the JSON Schema of the language says about a place in a flow. Only the words that such a schema uses are understood.

/** A JSON Schema as `/v1/flow.schema.json` writes it. */
export interface Schema {
  description?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: Schema | boolean;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  $ref?: string;
  $defs?: Record<string, Schema>;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  maxLength?: number;
  format?: string;
  default?: unknown;
}

/** The words of JSON Schema itself that parameters are written with. */
const shape: Schema = {
  type: 'object',
  properties: {
    type: {
      description: 'The type of the value.',
      enum: ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'],
    },
    title: { description: 'What a form calls it.', type: 'string' },
    description: { description: 'What it is for; a form shows it.', type: 'string' },
    properties: { description: 'The members of an object, by name.', type: 'object' },
    required: { description: 'Members that must be there.', type: 'array', items: { type: 'string' } },
    additionalProperties: { description: 'Whether there may be other members.', type: 'boolean' },
    items: { description: 'What the elements of an array are.', type: 'object' },
    enum: { description: 'The values it may have.', type: 'array' },
    const: { description: 'The one value it may have.' },
    default: { description: 'Its value when none is given.' },
    format: {
      description: 'What a string is.',
      enum: ['email', 'uri', 'date', 'date-time', 'time', 'duration', 'uuid', 'hostname', 'ipv4', 'ipv6'],
    },
    pattern: { description: 'A regular expression that a string fits.', type: 'string' },
    minimum: { description: 'The least number, itself allowed.', type: 'number' },
    maximum: { description: 'The greatest number, itself allowed.', type: 'number' },
    exclusiveMinimum: { description: 'The number must be greater.', type: 'number' },
    exclusiveMaximum: { description: 'The number must be less.', type: 'number' },
    multipleOf: { description: 'The number is a multiple of this.', type: 'number' },
    minLength: { description: 'Characters at least.', type: 'integer' },
    maxLength: { description: 'Characters at most.', type: 'integer' },
    minItems: { description: 'Elements at least.', type: 'integer' },
    maxItems: { description: 'Elements at most.', type: 'integer' },
    uniqueItems: { description: 'Whether all elements differ.', type: 'boolean' },
    anyOf: { description: 'Fits at least one of these.', type: 'array' },
    oneOf: { description: 'Fits exactly one of these.', type: 'array' },
    allOf: { description: 'Fits all of these.', type: 'array' },
  },
};
for (const key of ['anyOf', 'oneOf', 'allOf'] as const) Object.assign(shape.properties?.[key] ?? {}, { items: shape });
Object.assign(shape.properties?.items ?? {}, shape, { description: shape.properties?.items?.description });
Object.assign(shape.properties?.properties ?? {}, { additionalProperties: shape });

/** Whether what stands here is itself a JSON Schema: the parameters of a flow, the `output` of a step. */
const isShape = (path: Path) =>
  (path.length === 1 && path[0] === 'params') || (path.length === 3 && path[0] === 'steps' && path[2] === 'output');

/** A schema and every alternative that it offers. */
function flatten(schema: Schema | boolean | undefined, root: Schema, depth = 0): Schema[] {
  if (schema === undefined || typeof schema === 'boolean' || depth > 8) return [];
  const named = /^#\/\$defs\/(.+)$/.exec(schema.$ref ?? '')?.[1];
  const inside = [schema.anyOf, schema.oneOf, schema.allOf].flatMap((each) => each ?? []);
  const others = named === undefined ? inside : [...inside, root.$defs?.[named]];
  return [schema, ...others.flatMap((each) => flatten(each, root, depth + 1))];
}

/** Every schema that the value at a path may fit. */
export function schemasAt(root: Schema, path: Path): Schema[] {
  let found = flatten(root, root);
  for (const [index, part] of path.entries()) {
    const before = path.slice(0, index + 1);
    found = isShape(before)
      ? [shape]
      : found.flatMap((schema) =>
          typeof part === 'number'
            ? flatten(schema.items, root)
            : flatten(schema.properties?.[part] ?? schema.additionalProperties, root),
        );
  }
  return found;
}

export interface KeyOffer {
  name: string;
  description: string | undefined;
  required: boolean;
  /** What its value is: a map and a list begin on a line of their own. */
  holds: 'map' | 'list' | 'value';
}

const isOf = (schemas: Schema[], type: string) => schemas.some((each) => [each.type].flat().includes(type));

/** The keys that a map at this path may have. */
export function keysAt(root: Schema, path: Path): KeyOffer[] {
  const offers = new Map<string, KeyOffer>();
  for (const { properties = {}, required = [] } of schemasAt(root, path))
    for (const [name, schema] of Object.entries(properties)) {
      const inside = flatten(schema, root);
      const scalar = ['string', 'number', 'integer'].some((type) => isOf(inside, type));
      const elements = inside.flatMap(({ items }) => flatten(items, root));
      offers.set(name, {
        name,
        description: inside.find(({ description }) => description !== undefined)?.description,
        required: required.includes(name),
        holds: scalar ? 'value' : isOf(inside, 'object') ? 'map' : isOf(elements, 'object') ? 'list' : 'value',
      });
    }
  return [...offers.values()];
}

/** The values that are named one by one: those of an enumeration, and both of a boolean. */
export function valuesAt(root: Schema, path: Path): string[] {
  const found = schemasAt(root, path).flatMap(({ enum: listed = [], const: only, type }) => [
    ...listed,
    ...(only === undefined ? [] : [only]),
    ...([type].flat().includes('boolean') ? [true, false] : []),
  ]);
  return [...new Set(found.map(String))];
}

/** What a value must be, in a few words: `integer, 1 to 20`. */
export function wordsFor(schemas: Schema[]): string {
  const words = schemas.flatMap(({ type, enum: listed, minimum, maximum, maxLength, format }) => {
    if (listed !== undefined) return [`one of ${listed.join(', ')}`];
    const most = maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? maximum : undefined;
    const range = minimum === undefined ? '' : most === undefined ? `, at least ${minimum}` : `, ${minimum} to ${most}`;
    const length = maxLength === undefined ? '' : `, at most ${maxLength} characters`;
    const form = format === undefined ? '' : ` (${format})`;
    return [type].flat().flatMap((each) => (each === undefined ? [] : [`${each}${form}${range}${length}`]));
  });
  return [...new Set(words)].join(' or ');
}
