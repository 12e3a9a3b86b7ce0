import type { Actor, Trigger } from '../api/types.ts';

/** What set a run off, in a word. */
export const triggerWords: Record<Trigger['type'], string> = {
  manual: 'By hand',
  api: 'API',
  schedule: 'Schedule',
  webhook: 'Webhook',
  event: 'Event',
  chat: 'Chat',
  flow: 'Flow',
};

export const actorName = ({ name, email, id }: Actor): string => name ?? email ?? id;
