import type { Actor } from '../run/events.ts';
import { type CheckpointCard, checkpointCard } from '../view/checkpoint-card.ts';
import type { CheckpointRecord, Ports } from './ports.ts';
import { evidenceOf } from './read-evidence.ts';

export interface ListCards {
  /** Only those that ask this person, or that he decided. */
  mine?: { person: string; actor: Actor };
  status: 'pending' | 'decided';
  limit: number;
  cursor?: string;
}

/** A checkpoint with what it shows. */
export const cardOf = async (ports: Pick<Ports, 'runs'>, record: CheckpointRecord): Promise<CheckpointCard> =>
  checkpointCard(record, await evidenceOf(ports, record));

const isMine = ({ to, decision }: CheckpointRecord, { person, actor }: NonNullable<ListCards['mine']>) =>
  to.some((each) => each.toLowerCase() === person.toLowerCase()) ||
  decision?.by.id === actor.id ||
  decision?.by.id === person;

async function records(
  { runs }: Pick<Ports, 'runs'>,
  { mine, status, ...page }: ListCards,
): Promise<{ items: CheckpointRecord[]; cursor?: string }> {
  if (mine === undefined) return runs.checkpoints({ status, matches: () => true, ...page });
  if (status === 'decided') return runs.checkpoints({ status, matches: (each) => isMine(each, mine), ...page });
  const inbox = await runs.inbox(mine.person, page);
  const found = await Promise.all(inbox.items.map(({ id }) => runs.checkpoint(id)));
  return { ...inbox, items: found.filter((each) => each?.status === 'pending') as CheckpointRecord[] };
}

/**
 * Checkpoints as cards: my open ones, the oldest first; all open ones, by their runs, the newest first; decided ones, the last decision
 * first. Reads at most 500 rows for a page, and for each card of it the lane of its step.
 */
export async function listCards(
  ports: Pick<Ports, 'runs'>,
  query: ListCards,
): Promise<{ items: CheckpointCard[]; cursor?: string }> {
  const page = await records(ports, query);
  return { ...page, items: await Promise.all(page.items.map((record) => cardOf(ports, record))) };
}
