import { ServiceError } from '../states-error.ts';
import type { Resource } from '../store.ts';
import { existing, type Operation, page, text } from './operation.ts';

interface Route {
  stateMachineVersionArn: string;
  weight: number;
}

const routesOf = (value: unknown): Route[] => {
  if (!Array.isArray(value) || value.length < 1 || value.length > 2)
    throw new ServiceError('ValidationException', 'routingConfiguration has one or two versions.');
  return value as Route[];
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_CreateStateMachineAlias.html */
export const createStateMachineAlias: Operation = (input, context) => {
  const routes = routesOf(input.routingConfiguration);
  const version = existing(context, routes[0]?.stateMachineVersionArn ?? '', 'version');
  const alias: Resource = {
    arn: `${version.machineArn}:${text(input, 'name')}`,
    kind: 'alias',
    machineArn: version.machineArn,
    createdAt: context.now(),
    data: { routingConfiguration: routes, description: input.description },
  };
  context.store.putResource(alias);
  return { stateMachineAliasArn: alias.arn, creationDate: alias.createdAt / 1000 };
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachineAlias.html */
export const updateStateMachineAlias: Operation = (input, context) => {
  const alias = existing(context, text(input, 'stateMachineAliasArn'), 'alias');
  const routes =
    input.routingConfiguration === undefined ? alias.data.routingConfiguration : routesOf(input.routingConfiguration);
  context.store.putResource({ ...alias, data: { ...alias.data, routingConfiguration: routes } });
  return { updateDate: context.now() / 1000 };
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeStateMachineAlias.html */
export const describeStateMachineAlias: Operation = (input, context) => {
  const { arn, data, createdAt } = existing(context, text(input, 'stateMachineAliasArn'), 'alias');
  return {
    stateMachineAliasArn: arn,
    name: arn.split(':').at(-1),
    creationDate: createdAt / 1000,
    updateDate: createdAt / 1000,
    ...data,
  };
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListStateMachineAliases.html */
export const listStateMachineAliases: Operation = (input, context) => {
  const { items, ...rest } = page(context.store.resources('alias', text(input, 'stateMachineArn')), input);
  return {
    stateMachineAliases: items.map(({ arn, createdAt }) => ({
      stateMachineAliasArn: arn,
      creationDate: createdAt / 1000,
    })),
    ...rest,
  };
};

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_DeleteStateMachineAlias.html */
export const deleteStateMachineAlias: Operation = (input, context) => {
  context.store.deleteResource(existing(context, text(input, 'stateMachineAliasArn'), 'alias').arn);
  return {};
};
