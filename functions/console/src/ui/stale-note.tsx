import type { UseQueryResult } from '@tanstack/react-query';
import { Stale } from './stale.tsx';

/** Above data that is kept although it could not be fetched anew; nothing while it could. */
export function StaleNote({
  query: { data, error, dataUpdatedAt, refetch },
}: {
  query: Pick<UseQueryResult, 'data' | 'error' | 'dataUpdatedAt'> & { refetch: () => Promise<unknown> };
}) {
  if (data === undefined || error === null) return null;
  return <Stale at={dataUpdatedAt} error={error} retry={() => void refetch()} />;
}
