import { type CfnElement, Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { accept } from './checks.ts';
import type { Data } from './data.ts';
import type { Realtime } from './realtime.ts';

const machines = 'Flows become state machines after the deployment; their names begin with the prefix.';
const rules = 'Rules of flows, which are published after the deployment.';
const objects = 'Objects of one prefix of one bucket; each run and version has its own below it.';
const connections = 'Connections come and go; it is those of one stage of one API.';

/** Says why each permission of the stack that ends in an asterisk does; what is not named here fails the synthesis (cdk-nag, IAM5). */
export function acceptWildcards({
  data,
  live,
  machinePrefix,
}: {
  data: Data;
  live: Realtime;
  machinePrefix: string;
}): void {
  const stack = Stack.of(data);
  const arn = (kind: string, rest: string) => `arn:<AWS::Partition>:${kind}:<AWS::Region>:<AWS::AccountId>:${rest}`;
  const wildcard = (resource: string) => `AwsSolutions::AwsSolutions-IAM5[Resource::${resource}]`;
  const logicalId = (construct: IConstruct) => stack.getLogicalId(construct.node.defaultChild as CfnElement);
  accept(stack, {
    [wildcard(`<${logicalId(data.bucket)}.Arn>/runs/*`)]: objects,
    [wildcard(`<${logicalId(data.bucket)}.Arn>/flows/*`)]: objects,
    [wildcard(`<${logicalId(data.table)}.Arn>/index/*`)]: 'All indexes of the one table.',
    [wildcard(arn('states', `stateMachine:${machinePrefix}-*`))]: machines,
    [wildcard(arn('states', `execution:${machinePrefix}-*:*`))]: machines,
    [wildcard(arn('events', `rule/${machinePrefix}-*`))]: rules,
    [wildcard(arn('events', `rule/${stack.stackName}/${machinePrefix}-*`))]: rules,
    [wildcard(arn('execute-api', `<${logicalId(live.api)}>/${live.stageName}/POST/@connections/*`))]: connections,
    [wildcard(arn('execute-api', `<${logicalId(live.api)}>/${live.stageName}/DELETE/@connections/*`))]: connections,
    [wildcard(arn('ssm', 'parameter/sluice/*'))]: 'Secrets of the deployment, which people name after it.',
    [wildcard(arn('scheduler', 'schedule/sluice/*'))]: 'Schedules of flows, which are published after the deployment.',
    [wildcard(arn('ses', 'identity/*'))]:
      'The identity may be the address or its domain; the condition ties the permission to the one sender.',
  });
}
