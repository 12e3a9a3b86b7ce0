import { defaultBus, ruleResource } from '../events/bus-names.ts';
import type { BusRule } from '../events/event-bus.ts';
import type { Pattern } from '../events/match-pattern.ts';
import type { Resource } from '../template/evaluate-template.ts';
import { arnOf, ofType } from './account.ts';

/** The rules of the template that are enabled. */
export function rulesOf(resources: Resource[]): BusRule[] {
  return ofType(resources, 'AWS::Events::Rule')
    .filter(({ properties }) => properties.State !== 'DISABLED')
    .map(({ id, properties }) => {
      const bus = String(properties.EventBusName ?? defaultBus);
      const targets = (properties.Targets ?? []) as { Arn: string; DeadLetterConfig?: { Arn: string } }[];
      return {
        arn: arnOf('events', ruleResource(bus, id)),
        bus,
        ...(properties.EventPattern === undefined ? {} : { pattern: properties.EventPattern as Pattern }),
        ...(properties.ScheduleExpression === undefined ? {} : { schedule: String(properties.ScheduleExpression) }),
        targets: targets.map(({ Arn, DeadLetterConfig }) => ({
          arn: Arn,
          ...(DeadLetterConfig === undefined ? {} : { deadLetterArn: DeadLetterConfig.Arn }),
        })),
      };
    });
}
