import { Duration, Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { accept } from './checks.ts';
import type { SluiceFunction } from './functions.ts';

/** What starts functions by itself: ends of executions, every minute, the table's stream, and events on a bus of its own. What fails for good lands in a queue. */
export class Events extends Construct {
  readonly deadLetters: Queue;
  /** The deployment's own bus, for events that are meant for flows; named after the stack. */
  readonly bus: EventBus;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', { eventBusName: Stack.of(this).stackName });
    this.deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    const last = 'It is the dead-letter queue: there is nothing behind it.';
    accept(this.deadLetters, {
      'AwsSolutions::AwsSolutions-SQS3': last,
      'Serverless::Serverless-SQSRedrivePolicy': last,
    });
  }

  connect({
    settleRun,
    reconcile,
    relayEvents,
    table,
    machinePrefix,
    machineArnPrefix,
  }: {
    settleRun: SluiceFunction;
    reconcile: SluiceFunction;
    relayEvents: SluiceFunction;
    table: Table;
    machinePrefix: string;
    machineArnPrefix: string;
  }): void {
    const target = (of: SluiceFunction) =>
      new LambdaTarget(of.alias, {
        deadLetterQueue: this.deadLetters,
        maxEventAge: Duration.hours(2),
        retryAttempts: 3,
      });
    new Rule(this, 'ExecutionEnded', {
      description: `An execution of a machine ${machinePrefix}-* ended`,
      eventPattern: {
        source: ['aws.states'],
        detailType: ['Step Functions Execution Status Change'],
        detail: {
          status: ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'],
          stateMachineArn: [{ prefix: machineArnPrefix }],
        },
      },
      targets: [target(settleRun)],
    });
    new Rule(this, 'EveryMinute', { schedule: Schedule.rate(Duration.minutes(1)), targets: [target(reconcile)] });
    new CfnEventSourceMapping(this, 'Stream', {
      functionName: relayEvents.alias.functionArn,
      eventSourceArn: table.tableStreamArn ?? '',
      startingPosition: 'TRIM_HORIZON',
      batchSize: 100,
      bisectBatchOnFunctionError: true,
      maximumRetryAttempts: 5,
      maximumRecordAgeInSeconds: 86_400,
      functionResponseTypes: ['ReportBatchItemFailures'],
      destinationConfig: { onFailure: { destination: this.deadLetters.queueArn } },
      // Only checkpoints that were opened are relayed: the others cost nothing.
      filterCriteria: {
        filters: [
          {
            pattern: JSON.stringify({
              eventName: ['INSERT'],
              dynamodb: { Keys: { sk: { S: [{ prefix: 'CHECKPOINT#' }] } } },
            }),
          },
        ],
      },
    });
  }
}
