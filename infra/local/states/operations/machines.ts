import { randomUUID } from 'node:crypto';
import { ServiceError } from '../states-error.ts';
import type { Resource } from '../store.ts';
import { validateDefinition } from '../validate.ts';
import { type Context, existing, type Operation, page, text } from './operation.ts';

const seconds = (milliseconds: number) => milliseconds / 1000;

function checked(definition: string): string {
  const problems = validateDefinition(definition);
  if (problems.length > 0)
    throw new ServiceError('InvalidDefinition', `Invalid State Machine Definition: '${problems.join('; ')}'`);
  return definition;
}

/** Publishes the machine as it is; the same revision is published once (API reference, "PublishStateMachineVersion"). */
function publish(context: Context, machine: Resource, description: unknown): Resource {
  const versions = context.store.resources('version', machine.arn);
  const same = versions.find((version) => version.data.revisionId === machine.data.revisionId);
  if (same !== undefined) return same;
  const number = Number(machine.data.versions ?? 0) + 1;
  context.store.putResource({ ...machine, data: { ...machine.data, versions: number } });
  const version: Resource = {
    arn: `${machine.arn}:${number}`,
    kind: 'version',
    machineArn: machine.arn,
    createdAt: context.now(),
    data: { ...machine.data, description },
  };
  context.store.putResource(version);
  return version;
}

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachine.html */
export const createStateMachine: Operation = (input, context) => {
  const name = text(input, 'name');
  if (!/^[\w-]{1,80}$/.test(name)) throw new ServiceError('InvalidName', `Invalid Name: '${name}'`);
  if ((input.type ?? 'STANDARD') !== 'STANDARD')
    throw new ServiceError('ValidationException', 'This engine runs machines of type STANDARD only.');
  const arn = `${context.arnPrefix}:stateMachine:${name}`;
  const definition = checked(text(input, 'definition'));
  const roleArn = text(input, 'roleArn');
  const known = context.store.resource(arn);
  if (known !== undefined && (known.data.definition !== definition || known.data.roleArn !== roleArn))
    throw new ServiceError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);
  const machine: Resource = known ?? {
    arn,
    kind: 'machine',
    machineArn: arn,
    createdAt: context.now(),
    data: { name, definition, roleArn, revisionId: randomUUID() },
  };
  if (known === undefined) context.store.putResource(machine);
  const version =
    input.publish === true ? { stateMachineVersionArn: publish(context, machine, input.versionDescription).arn } : {};
  return { stateMachineArn: arn, creationDate: seconds(machine.createdAt), ...version };
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html */
export const updateStateMachine: Operation = (input, context) => {
  const machine = existing(context, text(input, 'stateMachineArn'), 'machine');
  const definition =
    input.definition === undefined ? String(machine.data.definition) : checked(text(input, 'definition'));
  const roleArn = input.roleArn ?? machine.data.roleArn;
  const same = definition === machine.data.definition && roleArn === machine.data.roleArn;
  const changed: Resource = same
    ? machine
    : { ...machine, data: { ...machine.data, definition, roleArn, revisionId: randomUUID() } };
  context.store.putResource(changed);
  const version =
    input.publish === true ? { stateMachineVersionArn: publish(context, changed, input.versionDescription).arn } : {};
  return { updateDate: seconds(context.now()), revisionId: changed.data.revisionId, ...version };
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_PublishStateMachineVersion.html */
export const publishStateMachineVersion: Operation = (input, context) => {
  const version = publish(context, existing(context, text(input, 'stateMachineArn'), 'machine'), input.description);
  return { creationDate: seconds(version.createdAt), stateMachineVersionArn: version.arn };
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachine.html */
export const describeStateMachine: Operation = (input, context) => {
  const { arn, machineArn, createdAt, data } = existing(context, text(input, 'stateMachineArn'));
  return {
    stateMachineArn: arn,
    name: machineArn.split(':').at(-1),
    status: 'ACTIVE',
    definition: data.definition,
    roleArn: data.roleArn,
    type: 'STANDARD',
    creationDate: seconds(createdAt),
    revisionId: data.revisionId,
    description: data.description,
  };
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachines.html */
export const listStateMachines: Operation = (input, context) => {
  const { items, ...rest } = page(context.store.resources('machine'), input);
  return {
    stateMachines: items.map(({ arn, createdAt, data }) => ({
      stateMachineArn: arn,
      name: data.name,
      type: 'STANDARD',
      creationDate: seconds(createdAt),
    })),
    ...rest,
  };
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachine.html */
export const deleteStateMachine: Operation = (input, context) => {
  const arn = text(input, 'stateMachineArn');
  for (const kind of ['version', 'alias'] as const)
    for (const each of context.store.resources(kind, arn)) context.store.deleteResource(each.arn);
  context.store.deleteResource(arn);
  return {};
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachineVersions.html */
export const listStateMachineVersions: Operation = (input, context) => {
  const machine = existing(context, text(input, 'stateMachineArn'), 'machine');
  const newestFirst = context.store
    .resources('version', machine.arn)
    .sort((a, b) => Number(b.arn.split(':').at(-1)) - Number(a.arn.split(':').at(-1)));
  const { items, ...rest } = page(newestFirst, input);
  return {
    stateMachineVersions: items.map(({ arn, createdAt }) => ({
      stateMachineVersionArn: arn,
      creationDate: seconds(createdAt),
    })),
    ...rest,
  };
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachineVersion.html */
export const deleteStateMachineVersion: Operation = (input, context) => {
  const arn = text(input, 'stateMachineVersionArn');
  const users = context.store
    .resources('alias')
    .filter((alias) =>
      (alias.data.routingConfiguration as { stateMachineVersionArn: string }[]).some(
        (route) => route.stateMachineVersionArn === arn,
      ),
    );
  if (users.length > 0)
    throw new ServiceError(
      'ConflictException',
      `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${users.map((alias) => alias.arn.split(':').at(-1)).join(', ')}]`,
    );
  context.store.deleteResource(arn);
  return {};
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html */
export const validateStateMachineDefinition: Operation = (input) => {
  const problems = validateDefinition(text(input, 'definition'));
  return {
    result: problems.length === 0 ? 'OK' : 'FAIL',
    diagnostics: problems.map((message) => ({
      severity: 'ERROR',
      code: 'SCHEMA_VALIDATION_FAILED',
      message,
      location: message.split(':')[0],
    })),
    truncated: false,
  };
};
