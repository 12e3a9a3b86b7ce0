import { Duration, Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus, Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { CfnEventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { keys } from '../../shared/store/keys.ts';
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
    admitRuns,
    table,
    machinePrefix,
    machineArnPrefix,
  }: {
    settleRun: SluiceFunction;
    reconcile: SluiceFunction;
    relayEvents: SluiceFunction;
    admitRuns: SluiceFunction;
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
    // Only what a function looks for reaches it: the rest of the stream costs nothing.
    const stream = (id: string, { alias }: SluiceFunction, batchSize: number, patterns: object[]) =>
      new CfnEventSourceMapping(this, id, {
        functionName: alias.functionArn,
        eventSourceArn: table.tableStreamArn ?? '',
        startingPosition: 'TRIM_HORIZON',
        batchSize,
        bisectBatchOnFunctionError: true,
        maximumRetryAttempts: 5,
        maximumRecordAgeInSeconds: 86_400,
        functionResponseTypes: ['ReportBatchItemFailures'],
        destinationConfig: { onFailure: { destination: this.deadLetters.queueArn } },
        filterCriteria: { filters: patterns.map((pattern) => ({ pattern: JSON.stringify(pattern) })) },
      });
    const change = (eventName: 'INSERT' | 'REMOVE', prefix: string) => ({
      eventName: [eventName],
      dynamodb: { Keys: { sk: { S: [{ prefix }] } } },
    });
    // A checkpoint was opened; or a run moved: a commit of it was written, or its summary.
    stream('Stream', relayEvents, 100, [
      change('INSERT', keys.checkpoints),
      change('INSERT', keys.lanes),
      { eventName: ['INSERT', 'MODIFY'], dynamodb: { Keys: { sk: { S: [keys.summary] } } } },
    ]);
    // A run joined a line, or a slot became free.
    stream('Lines', admitRuns, 100, [change('INSERT', keys.line), change('REMOVE', keys.slots)]);
  }
}
