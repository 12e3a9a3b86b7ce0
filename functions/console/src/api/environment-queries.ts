import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';
import type { Actor } from './types.ts';

// What each environment holds: variables, secrets of which only the name is ever told, and connections.

export const environments = ['sandbox', 'live'] as const;
export type Environment = (typeof environments)[number];

interface Mark {
  /** Who set it, and when; missing of what is as it was deployed. */
  setAt?: string;
  setBy?: Actor;
}
export interface Variable extends Mark {
  name: string;
  value: string;
}
export interface Secret extends Mark {
  name: string;
}
export interface Connection extends Mark {
  name: string;
  url: string;
  headers: Record<string, string>;
}
interface Kinds {
  variables: Variable;
  secrets: Secret;
  connections: Connection;
}
export type Kind = keyof Kinds;
export type Held<K extends Kind> = Kinds[K];

export const heldPath = (environment: Environment, kind: Kind, name = '') =>
  `/v1/environments/${environment}/${kind}${name === '' ? '' : `/${encodeURIComponent(name)}`}`;

export const heldQuery = <K extends Kind>(environment: Environment, kind: K) =>
  queryOptions({
    queryKey: ['environment', environment, kind],
    queryFn: async ({ signal }) => {
      const { items } = await call<{ items: Kinds[K][] }>('GET', heldPath(environment, kind), { signal });
      return items.sort((a, b) => a.name.localeCompare(b.name));
    },
  });
