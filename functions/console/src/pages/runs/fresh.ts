import { useState } from 'react';
import type { RunRow } from '../../api/types.ts';

/**
 * Holds back runs that began after the list was opened, so that no row moves below somebody's hand: they are counted, and shown
 * when asked for. Rows that are shown go on changing in place.
 */
export function useFresh(list: string, rows: readonly RunRow[], settled: boolean) {
  const newest = rows[0]?.id ?? '';
  const [held, setHeld] = useState({ list, newest });
  const shown = held.list === list ? rows.filter(({ id }) => id <= held.newest) : rows;
  const hides = shown.length === 0 && rows.length > 0;
  // Another list, or one that had nothing to keep in its place, shows all that it has.
  if (settled && (held.list !== list || hides)) setHeld({ list, newest });
  return {
    shown: hides ? rows : shown,
    fresh: hides ? 0 : rows.length - shown.length,
    show: () => setHeld({ list, newest }),
  };
}
