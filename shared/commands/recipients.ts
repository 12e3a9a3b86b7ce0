import { didYouMean } from '../flow/did-you-mean.ts';
import { StepFailure } from '../steps/step-failure.ts';
import type { Ports } from './ports.ts';

const prefix = 'group:';
/** People that one checkpoint may ask: each has a row in the transaction that opens it, which holds 100 writes. */
const mostPeople = 90;

/** The people behind recipients: `group:finance` is everybody in that group of the settings, each asked once. Throws StepFailure for a group that is not there. */
export async function peopleOf(ports: Pick<Ports, 'settings'>, recipients: string[]): Promise<string[]> {
  const people = recipients.some((each) => each.startsWith(prefix))
    ? await membersOf(ports, recipients)
    : [...new Set(recipients)];
  if (people.length <= mostPeople) return people;
  throw new StepFailure('Recipient.TooMany', `The checkpoint asks ${people.length} people; it may ask ${mostPeople}.`, {
    suggestion: 'Ask fewer, or one address that stands for them.',
  });
}

async function membersOf(ports: Pick<Ports, 'settings'>, recipients: string[]): Promise<string[]> {
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
