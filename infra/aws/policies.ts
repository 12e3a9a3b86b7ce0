import type { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { keys } from '../../shared/store/keys.ts';
import type { Data } from './data.ts';

/** The statements that roles are made of; each function takes those that it needs and no others. */
export function policies(stack: Stack, data: Data, machinePrefix: string) {
  const arnOf = (kind: 'stateMachine' | 'execution', rest: string) =>
    `arn:${stack.partition}:states:${stack.region}:${stack.account}:${kind}:${rest}`;
  const allow = (actions: string[], ...resources: string[]) => new PolicyStatement({ actions, resources });
  // Encrypted with the key aws/ssm, which whoever may use the parameter may use through it.
  const arnOfParameters = `arn:${stack.partition}:ssm:${stack.region}:${stack.account}:parameter/sluice/*`;
  const { table, bucket, linkSecret } = data;
  const socketRows = (action: string) =>
    new PolicyStatement({
      actions: [action],
      resources: [table.tableArn],
      conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [keys.socket('*'), keys.topic('*')] } },
    });
  const machines = arnOf('stateMachine', `${machinePrefix}-*`);
  const executions = arnOf('execution', `${machinePrefix}-*:*`);
  return {
    readTable: allow(['dynamodb:GetItem', 'dynamodb:Query'], table.tableArn),
    queryIndexes: allow(['dynamodb:Query'], `${table.tableArn}/index/*`),
    writeTable: allow(['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:ConditionCheckItem'], table.tableArn),
    /** Rows of the WebSocket API and no others, for the function that whoever knows its URL can call (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html). */
    putSockets: socketRows('dynamodb:PutItem'),
    deleteSockets: socketRows('dynamodb:DeleteItem'),
    /** Rows of inboxes go with their checkpoint's decision, slots with the end of their run, the turn to publish with the publication. */
    deleteItems: allow(['dynamodb:DeleteItem'], table.tableArn),
    payloads: allow(['s3:GetObject', 's3:PutObject'], bucket.arnForObjects('runs/*')),
    readPayloads: allow(['s3:GetObject'], bucket.arnForObjects('runs/*')),
    readVersions: allow(['s3:GetObject'], bucket.arnForObjects('flows/*')),
    writeVersions: allow(['s3:GetObject', 's3:PutObject'], bucket.arnForObjects('flows/*')),
    /** Without it S3 answers 403 instead of 404 for a key that is not there. */
    listBucket: allow(['s3:ListBucket'], bucket.bucketArn),
    readLinkSecret: allow(['secretsmanager:GetSecretValue'], linkSecret.secretArn),
    readSecrets: allow(['ssm:GetParameters'], arnOfParameters),
    writeSecrets: allow(['ssm:PutParameter', 'ssm:DeleteParameter'], arnOfParameters),
    startExecutions: allow(['states:StartExecution'], machines),
    stopExecutions: allow(['states:StopExecution'], executions),
    describeExecutions: allow(['states:DescribeExecution'], executions),
    answerTokens: allow(['states:SendTaskSuccess'], machines),
    publishMachines: allow(
      ['states:CreateStateMachine', 'states:UpdateStateMachine', 'states:PublishStateMachineVersion'],
      machines,
    ),
  };
}
