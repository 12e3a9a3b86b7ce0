import { useCallback, useState } from 'react';
import { isLive, type RunRow } from '../../api/types.ts';
import type { Me } from '../../app/session.ts';

/** Which runs are ticked. They stay ticked while the list moves below them. */
export function useSelection() {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const set = useCallback((ids: readonly string[], on: boolean) => {
    setTicked((before) => {
      const next = new Set(before);
      for (const id of ids) {
        if (on) next.add(id);
        else next.delete(id);
      }
      return next;
    });
  }, []);
  const clear = useCallback(() => setTicked(new Set()), []);
  return { ticked, set, clear };
}
export type Selection = ReturnType<typeof useSelection>;

/** Whether somebody may cancel a run: their own with flows.run, any with flows.cancel.any, while it is not over. */
export const mayCancel = ({ status, trigger }: RunRow, { id, scopes }: Me): boolean =>
  isLive(status) && (scopes.has('flows.cancel.any') || (scopes.has('flows.run') && trigger.by.id === id));
