import { randomUUID } from 'node:crypto';
import type { Execution } from '../model.ts';
import { ServiceError } from '../states-error.ts';
import type { Resource } from '../store.ts';
import { type Context, existing, type Input, type Operation, page, text } from './operation.ts';

const instant = (milliseconds: number | undefined) =>
  milliseconds === undefined ? {} : { stopDate: milliseconds / 1000 };

/** The version that an alias sends this execution to, by its weights. */
function resolve(context: Context, arn: string): { target: Resource; aliasArn?: string } {
  const found = existing(context, arn);
  if (found.kind !== 'alias') return { target: found };
  const routes = found.data.routingConfiguration as { stateMachineVersionArn: string; weight: number }[];
  const [first, second] = routes;
  const route = second !== undefined && Math.random() * 100 >= (first?.weight ?? 100) ? second : first;
  return { target: existing(context, route?.stateMachineVersionArn ?? '', 'version'), aliasArn: arn };
}

function inputText(input: Input): string {
  const value = input.input === undefined ? '{}' : text(input, 'input');
  try {
    JSON.parse(value);
  } catch (error) {
    throw new ServiceError(
      'InvalidExecutionInput',
      `Invalid State Machine Execution Input: '${error instanceof Error ? error.message : String(error)}'`,
    );
  }
  if (Buffer.byteLength(value) > 262_144)
    throw new ServiceError('InvalidExecutionInput', 'Invalid State Machine Execution Input: larger than 262144 bytes');
  return value;
}

function found(context: Context, arn: string): Execution {
  const execution = context.store.execution(arn);
  if (execution === undefined) throw new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  return execution;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html: the same name and input while it runs is the same execution. */
export const startExecution: Operation = async (input, context) => {
  const { target, aliasArn } = resolve(context, text(input, 'stateMachineArn'));
  const name = input.name === undefined ? randomUUID() : text(input, 'name');
  if (!/^[^\s<>{}[\]?*"#%\\^|~`$&,;:/]{1,80}$/.test(name))
    throw new ServiceError('InvalidName', `Invalid Name: '${name}'`);
  const arn = `${context.arnPrefix}:execution:${target.machineArn.split(':').at(-1)}:${name}`;
  const given = inputText(input);
  const known = context.store.execution(arn);
  if (known !== undefined) {
    if (known.status === 'RUNNING' && known.input === given)
      return { executionArn: arn, startDate: known.startedAt / 1000 };
    throw new ServiceError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
  }
  const definition = String(target.data.definition);
  const now = context.now();
  const { TimeoutSeconds } = context.engine.definition(definition);
  const execution: Execution = {
    arn,
    name,
    machineArn: target.machineArn,
    ...(target.kind === 'version' ? { versionArn: target.arn } : {}),
    ...(aliasArn === undefined ? {} : { aliasArn }),
    roleArn: String(target.data.roleArn),
    definition,
    status: 'RUNNING',
    startedAt: now,
    ...(TimeoutSeconds === undefined ? {} : { timeoutAt: now + TimeoutSeconds * 1000 }),
    input: given,
    threads: [],
    threadCount: 0,
    events: 0,
  };
  await context.engine.start(execution);
  return { executionArn: arn, startDate: now / 1000 };
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_StopExecution.html */
export const stopExecution: Operation = async (input, context) => {
  const execution = found(context, text(input, 'executionArn'));
  await context.engine.stop(execution.arn, input.error as string | undefined, input.cause as string | undefined);
  return { stopDate: (found(context, execution.arn).stoppedAt ?? context.now()) / 1000 };
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html */
export const describeExecution: Operation = (input, context) => {
  const {
    arn,
    machineArn,
    name,
    status,
    startedAt,
    stoppedAt,
    input: given,
    output,
    error,
    cause,
    versionArn,
    aliasArn,
  } = found(context, text(input, 'executionArn'));
  return {
    executionArn: arn,
    stateMachineArn: machineArn,
    stateMachineVersionArn: versionArn,
    stateMachineAliasArn: aliasArn,
    name,
    status,
    startDate: startedAt / 1000,
    ...instant(stoppedAt),
    input: given,
    inputDetails: { included: true },
    output,
    error,
    cause,
    redriveCount: 0,
  };
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html */
export const listExecutions: Operation = (input, context) => {
  const machineArn = existing(context, text(input, 'stateMachineArn')).machineArn;
  const { items, ...rest } = page(
    context.store.executions(machineArn, input.statusFilter as string | undefined),
    input,
  );
  return {
    executions: items.map(({ arn, name, status, startedAt, stoppedAt, versionArn }) => ({
      executionArn: arn,
      stateMachineArn: machineArn,
      stateMachineVersionArn: versionArn,
      name,
      status,
      startDate: startedAt / 1000,
      ...instant(stoppedAt),
      redriveCount: 0,
    })),
    ...rest,
  };
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html */
export const getExecutionHistory: Operation = (input, context) => {
  const { arn } = found(context, text(input, 'executionArn'));
  const reverse = input.reverseOrder === true;
  const most = Math.min(1000, Number(input.maxResults ?? 0) || 100);
  const after = input.nextToken === undefined ? (reverse ? Number.MAX_SAFE_INTEGER : 0) : Number(input.nextToken);
  const events = context.store.history(arn, after, most + 1, reverse);
  const shown = events.slice(0, most);
  return { events: shown, ...(events.length > most ? { nextToken: String(shown.at(-1)?.id) } : {}) };
};
