import {
  DeleteRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-eventbridge';
import type { EventRule, EventRules } from '../commands/trigger-ports.ts';
import { environment } from './environment.ts';
import { once } from './once.ts';
import { shortName } from './short-name.ts';

const target = 'start-run';

/** Rules on the account's default bus and on the deployment's, named `sluice-<flow>.<environment>.<trigger>`; each hands its events to the function that starts runs. */
export const eventRules: () => EventRules = once(() => {
  const settings = environment('SLUICE_MACHINE_PREFIX', 'SLUICE_EVENT_BUS', 'SLUICE_START_RUN', 'SLUICE_DEAD_LETTERS');
  const client = new EventBridgeClient({ maxAttempts: 4 });
  const placeOf = (flow: string, { environment: where, trigger, bus }: EventRule) => ({
    Rule: shortName(`${settings.SLUICE_MACHINE_PREFIX}-${flow}.${where}.${trigger}`),
    EventBusName: bus === 'default' ? bus : settings.SLUICE_EVENT_BUS,
  });
  return {
    async put(flow, rule, pattern) {
      const { Rule, EventBusName } = placeOf(flow, rule);
      const EventPattern = JSON.stringify(pattern);
      await client.send(new PutRuleCommand({ Name: Rule, EventBusName, EventPattern, State: 'ENABLED' }));
      const known = JSON.stringify({ flow, environment: rule.environment, trigger: rule.trigger }).slice(0, -1);
      const { FailedEntries = [] } = await client.send(
        new PutTargetsCommand({
          Rule,
          EventBusName,
          Targets: [
            {
              Id: target,
              Arn: settings.SLUICE_START_RUN,
              // The event itself, beside what the trigger is.
              InputTransformer: { InputPathsMap: { event: '$' }, InputTemplate: `${known},"event":<event>}` },
              DeadLetterConfig: { Arn: settings.SLUICE_DEAD_LETTERS },
            },
          ],
        }),
      );
      if (FailedEntries.length > 0)
        throw new Error(`The target of ${Rule} was refused: ${FailedEntries[0]?.ErrorMessage}`);
    },
    async remove(flow, rule) {
      const { Rule, EventBusName } = placeOf(flow, rule);
      try {
        await client.send(new RemoveTargetsCommand({ Rule, EventBusName, Ids: [target] }));
        await client.send(new DeleteRuleCommand({ Name: Rule, EventBusName }));
      } catch (error) {
        if (!(error instanceof ResourceNotFoundException)) throw error;
      }
    },
  };
});
