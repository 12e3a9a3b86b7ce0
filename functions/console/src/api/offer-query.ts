import { queryOptions } from '@tanstack/react-query';
import { call } from './client.ts';

/** Which answers this deployment gives, as its OpenAPI document says. What it lacks is not shown, and never asked. */
export interface Offer {
  /** `GET /v1/runs` takes several statuses at once, separated by commas. */
  statuses: boolean;
  exports: boolean;
  stats: boolean;
  /** `GET /v1/checkpoints` lists decided ones. */
  decided: boolean;
  connections: boolean;
}

interface Parameter {
  name: string;
  schema?: { enum?: string[]; const?: string };
}
interface Document {
  paths: Record<string, Record<string, { parameters?: Parameter[] }>>;
}

export const offerQuery = queryOptions({
  queryKey: ['offer'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async ({ signal }): Promise<Offer> => {
    const { paths } = await call<Document>('GET', '/v1/openapi.json', { signal });
    const statusOf = (path: string) => paths[path]?.get?.parameters?.find(({ name }) => name === 'status')?.schema;
    const decided = statusOf('/v1/checkpoints');
    return {
      statuses: statusOf('/v1/runs')?.enum === undefined,
      exports: '/v1/runs/export' in paths,
      stats: '/v1/stats' in paths,
      decided: decided !== undefined && decided.const === undefined && decided.enum?.includes('decided') !== false,
      connections: '/v1/environments/{environment}/connections' in paths,
    };
  },
});
