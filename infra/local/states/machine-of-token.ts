import type { StatesStore } from './store.ts';

/** The machine whose execution waits for a token: what IAM checks an answer to it against. */
export function machineOfToken(store: StatesStore, token: string): string | undefined {
  const place = store.token(token);
  return place === undefined ? undefined : store.execution(place.execution)?.machineArn;
}
