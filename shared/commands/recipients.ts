import { didYouMean } from '../flow/did-you-mean.ts';
import { StepFailure } from '../steps/step-failure.ts';
import type { Ports } from './ports.ts';

const prefix = 'group:';

/** The people behind recipients: `group:finance` is everybody in that group of the settings, each asked once. Throws StepFailure for a group that is not there. */
export async function peopleOf(ports: Pick<Ports, 'settings'>, recipients: string[]): Promise<string[]> {
  if (!recipients.some((each) => each.startsWith(prefix))) return recipients;
  const { groups = {} } = await ports.settings.read();
  const people = recipients.flatMap((recipient) => {
    if (!recipient.startsWith(prefix)) return [recipient];
    const name = recipient.slice(prefix.length);
    const members = Object.hasOwn(groups, name) ? groups[name] : undefined;
    if (members !== undefined) return members;
    throw new StepFailure(
      'Recipient.Unknown',
      `There is no group "${name}". ${didYouMean(name, Object.keys(groups))}`,
      {
        suggestion: 'Name its people in the settings (PUT /v1/settings), or mend the name.',
      },
    );
  });
  return [...new Set(people)];
}
