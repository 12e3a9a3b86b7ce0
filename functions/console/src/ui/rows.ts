import { type RefObject, useCallback } from 'react';
import { useKey } from './keys.ts';

/** The id of the row that has the focus. */
export const focusedRow = (): string | undefined =>
  document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset.row;

/** `j` and `k` move the focus through the rows of a list: to the first link or button marked `data-row-focus` in each. */
export function useRowKeys(
  list: RefObject<HTMLElement | null>,
  ids: readonly string[],
  /** Brings a row on the screen that is not drawn yet. */
  reveal?: (index: number) => void,
  /** The row to go on from while none has the focus. */
  chosen?: string,
): void {
  const move = useCallback(
    (by: 1 | -1) => {
      const at = ids.indexOf(focusedRow() ?? chosen ?? '');
      const next = at === -1 ? 0 : Math.min(ids.length - 1, Math.max(0, at + by));
      const id = ids[next];
      if (id === undefined) return;
      const focus = () =>
        list.current
          ?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"] [data-row-focus]`)
          ?.focus({ preventScroll: false });
      reveal?.(next);
      requestAnimationFrame(focus);
    },
    [ids, list, reveal, chosen],
  );
  useKey('j', () => move(1));
  useKey('k', () => move(-1));
}
