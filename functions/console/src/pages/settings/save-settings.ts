import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { call } from '../../api/client.ts';
import { settingsQuery } from '../../api/flow-queries.ts';
import type { Settings } from '../../api/flow-types.ts';

/**
 * Changes a part of the deployment's settings. They are one document: it is read anew before, so that what others changed
 * meanwhile in other parts of it stays. When it fails everything is as it was, here and there.
 */
export function useSaveSettings(said: string, onSaved: () => void) {
  const queries = useQueryClient();
  return useMutation({
    networkMode: 'always',
    mutationFn: async (change: (now: Settings) => Settings) =>
      call<Settings>('PUT', '/v1/settings', { body: change(await call<Settings>('GET', '/v1/settings')) }),
    onSuccess: (settings) => {
      queries.setQueryData(settingsQuery.queryKey, settings);
      toast.success(said);
      onSaved();
    },
  });
}

/** The same without one of its members. */
export function without<T>(record: Record<string, T> | undefined, name: string | undefined): Record<string, T> {
  return Object.fromEntries(Object.entries(record ?? {}).filter(([each]) => each !== name));
}
