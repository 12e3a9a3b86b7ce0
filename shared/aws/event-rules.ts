import {
  DeleteRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-eventbridge';
import type { EventRules } from '../commands/trigger-ports.ts';
import { environment } from './environment.ts';
import { once } from './once.ts';
import { shortName } from './short-name.ts';

const target = 'start-run';

/** Rules on the account's default event bus, named `sluice-<flow>.<environment>.<trigger>`; each hands its events to the function that starts runs. */
export const eventRules: () => EventRules = once(() => {
  const settings = environment('SLUICE_MACHINE_PREFIX', 'SLUICE_START_RUN', 'SLUICE_DEAD_LETTERS');
  const client = new EventBridgeClient({ maxAttempts: 4 });
  const nameOf = (flow: string, id: string) => shortName(`${settings.SLUICE_MACHINE_PREFIX}-${flow}.${id}`);
  return {
    async put(flow, { environment: where, id, pattern }) {
      const Rule = nameOf(flow, `${where}.${id}`);
      await client.send(new PutRuleCommand({ Name: Rule, EventPattern: JSON.stringify(pattern), State: 'ENABLED' }));
      const known = JSON.stringify({ flow, environment: where, trigger: id }).slice(0, -1);
      const { FailedEntries = [] } = await client.send(
        new PutTargetsCommand({
          Rule,
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
    async remove(flow, id) {
      const Rule = nameOf(flow, id);
      try {
        await client.send(new RemoveTargetsCommand({ Rule, Ids: [target] }));
        await client.send(new DeleteRuleCommand({ Name: Rule }));
      } catch (error) {
        if (!(error instanceof ResourceNotFoundException)) throw error;
      }
    },
  };
});
