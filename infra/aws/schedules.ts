import { Stack } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { SluiceFunction } from './functions.ts';

const group = 'sluice';

/** Where the schedules of flows live: a group, and the role under which they start runs. */
export class Schedules extends Construct {
  /** What the function that makes schedules must know, and may do. */
  readonly environment: Record<string, string>;
  readonly statements: PolicyStatement[];

  constructor(
    scope: Construct,
    id: string,
    { startRun, deadLetters }: { startRun: SluiceFunction; deadLetters: IQueue },
  ) {
    super(scope, id);
    new CfnScheduleGroup(this, 'Group', { name: group });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com'),
      inlinePolicies: {
        Least: new PolicyDocument({
          statements: [
            new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [startRun.alias.functionArn] }),
            new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn] }),
          ],
        }),
      },
    });
    this.environment = {
      SLUICE_SCHEDULE_GROUP: group,
      SLUICE_SCHEDULE_ROLE: role.roleArn,
      SLUICE_START_RUN: startRun.alias.functionArn,
      SLUICE_DEAD_LETTERS: deadLetters.queueArn,
    };
    const { partition, region, account } = Stack.of(this);
    this.statements = [
      new PolicyStatement({
        actions: ['scheduler:CreateSchedule', 'scheduler:UpdateSchedule', 'scheduler:DeleteSchedule'],
        resources: [`arn:${partition}:scheduler:${region}:${account}:schedule/${group}/*`],
      }),
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [role.roleArn],
        conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      }),
    ];
  }
}
