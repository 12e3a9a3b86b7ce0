import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { type CfnRole, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Alias,
  Architecture,
  CfnEventInvokeConfig,
  Code,
  type IFunction,
  type IVersion,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { accept } from './checks.ts';
import { type FunctionName, pascalCase } from './function-names.ts';

export interface SluiceFunctionProps {
  name: FunctionName;
  /** Folder that holds `index.mjs`. */
  code: string;
  environment?: Record<string, string>;
  statements: PolicyStatement[];
  timeout: Duration;
  memoryMb?: number;
  /** Of functions that are called asynchronously: where an event goes that failed three times. */
  failures?: IQueue;
}

/** One function: a role of its own with the least it needs, a log that ends, and an alias by which everybody calls it. */
export class SluiceFunction extends Construct {
  readonly lambda: LambdaFunction;
  /** Typed as CDK's own interface: its classes are not made for exact optional properties. */
  readonly alias: IFunction;
  readonly role: Role;

  constructor(
    scope: Construct,
    { name, code, environment = {}, statements, timeout, memoryMb = 512, failures }: SluiceFunctionProps,
  ) {
    super(scope, pascalCase(name));
    const logGroup = new LogGroup(this, 'Log', {
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const log = new PolicyStatement({
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [logGroup.logGroupArn],
    });
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `Sluice ${name}`,
      inlinePolicies: { Least: new PolicyDocument({ statements: [log, ...statements] }) },
    });
    (this.role.node.defaultChild as CfnRole).overrideLogicalId(`${pascalCase(name)}Role`);
    this.lambda = new LambdaFunction(this, 'Function', {
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(code),
      role: this.role.withoutPolicyUpdates() as Role,
      environment: { POWERTOOLS_SERVICE_NAME: name, ...environment },
      timeout,
      memorySize: memoryMb,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
    });
    accept(this.lambda, {
      'Serverless::Serverless-LambdaTracing':
        'Every line of the log carries run and request; X-Ray would add a wildcard permission and a price per call.',
      'Serverless::Serverless-LambdaDLQ':
        'Called synchronously, or by a rule or a stream that has a dead-letter queue of its own.',
    });
    this.alias = new Alias(this, 'Live', {
      aliasName: 'live',
      version: this.lambda.currentVersion as IVersion,
    }) as IFunction;
    // A rule calls a function asynchronously: an error of the function is not the rule's, so its dead-letter queue never sees it.
    if (failures !== undefined)
      new CfnEventInvokeConfig(this, 'Asynchronously', {
        functionName: this.lambda.functionName,
        qualifier: 'live',
        maximumRetryAttempts: 2,
        maximumEventAgeInSeconds: 6 * 3600,
        destinationConfig: { onFailure: { destination: failures.queueArn } },
      }).node.addDependency(this.alias);
  }
}

/** May call functions, by their aliases. */
export const mayInvoke = (...functions: SluiceFunction[]): PolicyStatement =>
  new PolicyStatement({
    actions: ['lambda:InvokeFunction'],
    resources: functions.map(({ alias }) => alias.functionArn),
  });
