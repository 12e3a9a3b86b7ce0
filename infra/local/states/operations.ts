import * as aliases from './operations/aliases.ts';
import * as executions from './operations/executions.ts';
import * as machines from './operations/machines.ts';
import type { Operation } from './operations/operation.ts';
import * as tokens from './operations/tokens.ts';

/** Operations by the name that the protocol gives them. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  Object.entries({ ...aliases, ...executions, ...machines, ...tokens }).map(([name, operation]) => [
    `${name[0]?.toUpperCase()}${name.slice(1)}`,
    operation,
  ]),
);
