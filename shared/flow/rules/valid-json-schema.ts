import type { Path } from '../document.ts';
import type { Finding, Rule } from './rule.ts';

const types = ['null', 'boolean', 'object', 'array', 'number', 'string', 'integer'];

function* look(schema: unknown, path: Path): Generator<Finding> {
  if (typeof schema === 'boolean' || schema === undefined) return;
  if (schema === null || typeof schema !== 'object' || Array.isArray(schema)) {
    yield { path, message: 'A JSON Schema is an object or a boolean.' };
    return;
  }
  const { type, properties, required, items, ...others } = schema as Record<string, unknown>;
  for (const each of [type].flat())
    if (each !== undefined && !types.includes(String(each)))
      yield {
        path: [...path, 'type'],
        message: `"${String(each)}" is no type of JSON Schema.`,
        hint: `Types are ${types.join(', ')}.`,
      };
  if (required !== undefined && !(Array.isArray(required) && required.every((each) => typeof each === 'string')))
    yield { path: [...path, 'required'], message: '`required` is a list of names.' };
  if (
    Array.isArray(required) &&
    properties !== null &&
    typeof properties === 'object' &&
    others.additionalProperties === false
  ) {
    for (const [index, name] of required.entries())
      if (!Object.hasOwn(properties, String(name)))
        yield {
          path: [...path, 'required', index],
          message: `"${String(name)}" is required but not allowed by properties.`,
        };
  }
  if (typeof others.pattern === 'string') {
    try {
      new RegExp(others.pattern, 'u');
    } catch (error) {
      yield {
        path: [...path, 'pattern'],
        message: `The pattern does not compile: ${error instanceof Error ? error.message : String(error)}`,
      };
    }
  }
  if (properties !== null && typeof properties === 'object')
    for (const [name, each] of Object.entries(properties)) yield* look(each, [...path, 'properties', name]);
  if (items !== undefined) yield* look(items, [...path, 'items']);
}

/** `params` and `output` are JSON Schemas (https://json-schema.org/draft/2020-12/schema). */
export const validJsonSchema: Rule = {
  code: 'json-schema',
  *check({ raw, steps }) {
    yield* look(raw.params, ['params']);
    for (const step of steps) yield* look(step.raw.output, [...step.path, 'output']);
  },
};
