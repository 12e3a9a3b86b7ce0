import jsonata from 'jsonata';
import { expressionIn } from './evaluate.ts';
import type { Machine, StateDefinition } from './model.ts';
import { isKnownResource } from './types/task.ts';
import { stateTypes } from './types.ts';

/** Fields that the JSONPath dialect has and this engine does not run. */
const pathFields = [
  'InputPath',
  'OutputPath',
  'ResultPath',
  'Parameters',
  'ResultSelector',
  'ItemsPath',
  'TimeoutSecondsPath',
  'HeartbeatSecondsPath',
  'SecondsPath',
  'TimestampPath',
];
const unsupported = ['ItemReader', 'ResultWriter', 'ItemBatcher', 'Credentials'];

function* expressionsOf(value: unknown, path: string): Generator<string> {
  if (typeof value === 'string') {
    const source = expressionIn(value);
    if (source === undefined) return;
    try {
      jsonata(source);
    } catch (error) {
      yield `${path}: the JSONata expression does not parse: ${(error as { message?: string }).message ?? String(error)}`;
    }
  } else if (value !== null && typeof value === 'object') {
    for (const [key, item] of Object.entries(value)) if (key !== 'States') yield* expressionsOf(item, `${path}/${key}`);
  }
}

function* checkState(
  name: string,
  state: StateDefinition,
  machine: Machine,
  dialect: string,
  path: string,
): Generator<string> {
  if (stateTypes[state.Type] === undefined)
    return yield `${path}: the type '${String(state.Type)}' is not known; there are ${Object.keys(stateTypes).join(', ')}`;
  if ((state.QueryLanguage ?? dialect) !== 'JSONata')
    return yield `${path}: this engine runs QueryLanguage JSONata only`;
  for (const field of pathFields)
    if (field in state) yield `${path}/${field}: a field of JSONPath in a state of JSONata`;
  for (const field of unsupported) if (field in state) yield `${path}/${field}: not supported by this engine`;
  if (name.length > 80) yield `${path}: the name has more than 80 characters`;
  if (state.Type === 'Task' && !isKnownResource(state.Resource))
    yield `${path}/Resource: '${String(state.Resource)}' is not supported; there are lambda:invoke, lambda:invoke.waitForTaskToken and ARNs of functions`;
  const ends = state.Type === 'Succeed' || state.Type === 'Fail' || state.Type === 'Choice';
  if (!ends && state.End !== true && typeof state.Next !== 'string') yield `${path}: neither Next nor End`;
  const nexts = [
    state.Next,
    state.Default,
    ...[state.Choices, state.Catch].flat().map((each) => (each as { Next?: string } | undefined)?.Next),
  ];
  for (const next of nexts)
    if (typeof next === 'string' && machine.States[next] === undefined) yield `${path}: there is no state '${next}'`;
  if (state.Type === 'Choice' && !(Array.isArray(state.Choices) && state.Choices.length > 0))
    yield `${path}/Choices: a Choice has at least one rule`;
  if (state.Type === 'Map') {
    const processor = state.ItemProcessor as (Machine & { ProcessorConfig?: { Mode?: string } }) | undefined;
    if (processor === undefined) yield `${path}/ItemProcessor: missing`;
    else if ((processor.ProcessorConfig?.Mode ?? 'INLINE') !== 'INLINE')
      yield `${path}/ItemProcessor: distributed Maps are not supported by this engine`;
    else yield* checkMachine(processor, dialect, `${path}/ItemProcessor`);
  }
  if (state.Type === 'Parallel')
    for (const [index, branch] of ((state.Branches ?? []) as Machine[]).entries())
      yield* checkMachine(branch, dialect, `${path}/Branches[${index}]`);
  yield* expressionsOf(state, path);
}

function* checkMachine(machine: Machine, dialect: string, path: string): Generator<string> {
  if (machine.States === null || typeof machine.States !== 'object') return yield `${path}/States: missing`;
  if (typeof machine.StartAt !== 'string' || machine.States[machine.StartAt] === undefined)
    yield `${path}/StartAt: names no state`;
  for (const [name, state] of Object.entries(machine.States))
    yield* checkState(name, state, machine, dialect, `${path}/States/${name}`);
}

/** What is wrong with a definition, or not supported here; nothing when it can be run. */
export function validateDefinition(text: string): string[] {
  let machine: Machine & { QueryLanguage?: string };
  try {
    machine = JSON.parse(text) as Machine;
  } catch {
    return ['/: the definition is not JSON'];
  }
  if (machine === null || typeof machine !== 'object') return ['/: the definition is not an object'];
  return [...checkMachine(machine, machine.QueryLanguage ?? 'JSONPath', '')];
}
