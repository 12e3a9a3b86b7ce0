import { tableKeys } from '../../../shared/store/keys.ts';
import { busName, ruleResource } from '../events/bus-names.ts';
import type { Access } from './evaluate-policy.ts';

/** A call as IAM sees it: which service and operation, and where the names of its resources stand. */
export interface Call {
  service: string;
  operation: string;
  input: Record<string, unknown>;
  /** Of REST services: the path below the endpoint. */
  path: string;
}

export interface Account {
  region: string;
  accountId: string;
  /** The machine whose execution waits for a token. */
  machineOfToken(token: string): string | undefined;
}

type Table = { TableName?: string; IndexName?: string };

/** A table's name may be its ARN already. */
const tableArn = ({ region, accountId }: Account, { TableName = '', IndexName }: Table) =>
  `${TableName.startsWith('arn:') ? TableName : `arn:aws:dynamodb:${region}:${accountId}:table/${TableName}`}${IndexName === undefined ? '' : `/index/${IndexName}`}`;

const plainTable = new Set(['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan']);
const transactActions: Record<string, string> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
};

function dynamodb({ operation, input }: Call, account: Account): Access[] | undefined {
  if (plainTable.has(operation)) {
    const { [tableKeys.partition]: key } = (input.Item ?? input.Key ?? {}) as Record<string, { S?: string }>;
    const context = key?.S === undefined ? {} : { context: { 'dynamodb:LeadingKeys': key.S } };
    return [{ action: `dynamodb:${operation}`, resource: tableArn(account, input as Table), ...context }];
  }
  // A transaction has no action of its own: each of its items needs the action of the single operation (DynamoDB guide, "IAM and transactions").
  if (operation !== 'TransactWriteItems') return undefined;
  return (input.TransactItems as Record<string, Table>[]).flatMap((item) =>
    Object.entries(item).map(([kind, write]) => ({
      action: `dynamodb:${transactActions[kind] ?? kind}`,
      resource: tableArn(account, write),
    })),
  );
}

const withoutQualifier = (arn: unknown) => String(arn).split(':').slice(0, 7).join(':');

function states({ operation, input }: Call, { region, accountId, machineOfToken }: Account): Access[] | undefined {
  const one = (resource: string): Access[] => [{ action: `states:${operation}`, resource }];
  const passRole =
    input.roleArn === undefined
      ? []
      : [
          {
            action: 'iam:PassRole',
            resource: String(input.roleArn),
            context: { 'iam:PassedToService': 'states.amazonaws.com' },
          },
        ];
  const publish = (machine: string) =>
    input.publish === true ? [{ action: 'states:PublishStateMachineVersion', resource: machine }] : [];
  switch (operation) {
    case 'StartExecution':
      return one(withoutQualifier(input.stateMachineArn));
    case 'StopExecution':
    case 'DescribeExecution':
    case 'GetExecutionHistory':
      return one(String(input.executionArn));
    case 'SendTaskSuccess':
    case 'SendTaskFailure':
    case 'SendTaskHeartbeat':
      return one(
        machineOfToken(String(input.taskToken)) ?? `arn:aws:states:${region}:${accountId}:stateMachine:sluice-unknown`,
      );
    case 'CreateStateMachine': {
      const machine = `arn:aws:states:${region}:${accountId}:stateMachine:${String(input.name)}`;
      return [...one(machine), ...publish(machine), ...passRole];
    }
    case 'UpdateStateMachine':
      return [...one(String(input.stateMachineArn)), ...publish(String(input.stateMachineArn)), ...passRole];
    default:
      return undefined;
  }
}

const s3Actions: Record<string, string> = {
  GET: 's3:GetObject',
  HEAD: 's3:GetObject',
  PUT: 's3:PutObject',
  DELETE: 's3:DeleteObject',
};

const connectionMethods: Record<string, string> = {
  PostToConnection: 'POST',
  GetConnection: 'GET',
  DeleteConnection: 'DELETE',
};

/** Which accesses a call needs; undefined when this table does not know the operation, which is refused. */
export function accessesOf(call: Call, account: Account): Access[] | undefined {
  switch (call.service) {
    case 'dynamodb':
      return dynamodb(call, account);
    case 'states':
      return states(call, account);
    case 's3': {
      const action = s3Actions[call.operation];
      return action === undefined
        ? undefined
        : [{ action, resource: `arn:aws:s3:::${decodeURIComponent(call.path.replace(/^\//, ''))}` }];
    }
    case 'lambda':
      return call.operation === 'Invoke'
        ? [{ action: 'lambda:InvokeFunction', resource: String(call.input.FunctionName) }]
        : undefined;
    case 'secretsmanager':
      return call.operation === 'GetSecretValue'
        ? [{ action: 'secretsmanager:GetSecretValue', resource: String(call.input.SecretId) }]
        : undefined;
    case 'ssm':
      return ([call.input.Names ?? call.input.Name].flat() as string[]).map((name) => ({
        action: `ssm:${call.operation}`,
        resource: `arn:aws:ssm:${account.region}:${account.accountId}:parameter/${name.replace(/^\//, '')}`,
      }));
    case 'scheduler': {
      const { GroupName, Name, Target } = call.input as {
        GroupName: string;
        Name: string;
        Target?: { RoleArn: string };
      };
      const resource = `arn:aws:scheduler:${account.region}:${account.accountId}:schedule/${GroupName}/${Name}`;
      const context = { 'iam:PassedToService': 'scheduler.amazonaws.com' };
      const pass = Target === undefined ? [] : [{ action: 'iam:PassRole', resource: Target.RoleArn, context }];
      return [{ action: `scheduler:${call.operation}`, resource }, ...pass];
    }
    // https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-control-access-iam.html
    case 'execute-api': {
      const method = connectionMethods[call.operation];
      const { ApiId, Stage, ConnectionId } = call.input;
      const arn = `arn:aws:execute-api:${account.region}:${account.accountId}:${ApiId}/${Stage}/${method}/@connections/${ConnectionId}`;
      return method === undefined ? undefined : [{ action: 'execute-api:ManageConnections', resource: arn }];
    }
    case 'sqs':
      return [
        {
          action: `sqs:${call.operation}`,
          resource: `arn:aws:sqs:${account.region}:${account.accountId}:${String(call.input.QueueUrl).split('/').at(-1)}`,
        },
      ];
    case 'events':
      return call.operation === 'PutEvents'
        ? (call.input.Entries as { EventBusName?: string }[]).map(({ EventBusName }) => ({
            action: 'events:PutEvents',
            resource: `arn:aws:events:${account.region}:${account.accountId}:event-bus/${busName(EventBusName)}`,
          }))
        : [
            {
              action: `events:${call.operation}`,
              resource: `arn:aws:events:${account.region}:${account.accountId}:${ruleResource(busName(call.input.EventBusName), String(call.input.Rule ?? call.input.Name))}`,
            },
          ];
    case 'ses': {
      const from = String(call.input.FromEmailAddress);
      return call.operation === 'SendEmail'
        ? [
            {
              action: 'ses:SendEmail',
              resource: `arn:aws:ses:${account.region}:${account.accountId}:identity/${from}`,
              context: { 'ses:FromAddress': from },
            },
          ]
        : undefined;
    }
    default:
      return undefined;
  }
}
