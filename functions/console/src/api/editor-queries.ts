import { queryOptions } from '@tanstack/react-query';
import { ApiError, call } from './client.ts';
import type { Forecast } from './flow-types.ts';
import type { Actor, FlowRow, Graph } from './types.ts';

// What the editor asks the API: the text of the latest version, the schema of the language, and what a text would become.

/** One finding about a flow's text; lines and columns are counted from 1. */
export interface Diagnostic {
  severity: 'error' | 'warning' | 'info';
  code: string;
  path: string;
  position?: { line: number; column: number };
  message: string;
  hint?: string;
}

/** What a text becomes, or has become. */
export interface Compiled {
  flow: string;
  forecast: Forecast;
  graph: Graph;
}

export interface Published extends Compiled {
  version: number;
  diagnostics: Diagnostic[];
}

/** The latest version of a flow, with its text. */
export interface Latest extends Compiled {
  title: string;
  version: number;
  source: string;
  publishedAt: string;
  publishedBy: Actor;
}

/** A text that begins as a JSON object does is JSON; a flow mapping of YAML has no quote after its brace. */
export const isJson = (text: string): boolean => /^\s*\{\s*["}]/.test(text);

const typeOf = (text: string) => ({ 'content-type': isJson(text) ? 'application/json' : 'application/yaml' });

/** Throws ApiError with `diagnostics` when the text has errors. A session that has ended is an error too: nobody leaves the page for it. */
export const checkFlow = (text: string, signal?: AbortSignal) =>
  call<Compiled & { diagnostics: Diagnostic[] }>('POST', '/v1/flows?dryRun=true', {
    body: text,
    headers: typeOf(text),
    signal,
    stay: true,
  });

export const publishFlow = (text: string) =>
  call<Published>('POST', '/v1/flows', { body: text, headers: typeOf(text), stay: true });

/** What was said about a text that was refused; undefined when it was refused for something else. */
export function diagnosticsIn(error: unknown): Diagnostic[] | undefined {
  if (!(error instanceof ApiError) || error.status !== 422) return undefined;
  const { diagnostics } = error.details;
  return Array.isArray(diagnostics) ? (diagnostics as Diagnostic[]) : undefined;
}

/** The latest version of a flow; who writes stays on the page when the session ends. Lines of its text end in one character, as they do in the editor. */
export const latestQuery = (flow: string) =>
  queryOptions({
    queryKey: ['flow', flow, 'latest'],
    queryFn: async ({ signal }): Promise<Latest> => {
      const path = `/v1/flows/${encodeURIComponent(flow)}`;
      const { title, latest } = await call<FlowRow>('GET', path, { signal, stay: true });
      const version = await call<Latest>('GET', `${path}/versions/${latest}`, { signal, stay: true });
      return { ...version, title, source: version.source.replaceAll(/\r\n?/g, '\n') };
    },
  });

/** The JSON Schema of the language; no token is needed. */
export const schemaQuery = queryOptions({
  queryKey: ['flow.schema.json'],
  queryFn: async ({ signal }): Promise<object> => (await fetch('/v1/flow.schema.json', { signal })).json(),
  staleTime: Number.POSITIVE_INFINITY,
});

/** Names of the variables and the secrets of sandbox, which is where a publication goes. */
export const knownNamesQuery = queryOptions({
  queryKey: ['environment', 'sandbox', 'names'],
  queryFn: async ({ signal }) => {
    const names = (what: string) =>
      call<{ items: { name: string }[] }>('GET', `/v1/environments/sandbox/${what}`, { signal, stay: true }).then(
        ({ items }) => items.map(({ name }) => name),
      );
    const [variables, secrets] = await Promise.all([names('variables'), names('secrets')]);
    return { variables, secrets };
  },
  staleTime: 60_000,
});
