import type { Json } from '../run/events.ts';
import type { RunCheckpoint } from './run-view.ts';

/** What a person is shown to decide by: the summary of the step before, '' without one, and the values at stake by name. */
export interface Evidence {
  summary: string;
  values: Record<string, Json>;
}

/** A checkpoint as a card shows it; `title` is the flow's. Nothing is left of the evidence once it was erased. */
export interface CheckpointCard extends RunCheckpoint, Evidence {
  run: string;
  flow: string;
  title: string;
}

/** The card of a checkpoint: without its task token and its link, which are nobody's business. */
export function checkpointCard(
  record: Omit<CheckpointCard, keyof Evidence>,
  { summary, values }: Evidence,
): CheckpointCard {
  const { id, run, flow, title, step, kind, status, message, to, openedAt, expiresAt, onExpire, decision } = record;
  const asked = { id, run, flow, title, step, kind, status, message, to, openedAt, expiresAt, onExpire };
  return { ...asked, ...(decision === undefined ? {} : { decision }), summary, values };
}
