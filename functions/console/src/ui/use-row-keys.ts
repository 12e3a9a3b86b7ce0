import { type RefObject, useRef } from 'react';
import { useHotkeys } from 'react-hotkeys-hook';
import { usePreferences } from '../app/preferences.ts';

/** `j` and `k` move the focus among the elements marked `data-row` below the answered element. */
export function useRowKeys<T extends HTMLElement>(): RefObject<T | null> {
  const list = useRef<T>(null);
  const { keys } = usePreferences();
  const move = (by: number) => {
    const rows = [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
    const at = rows.indexOf(document.activeElement as HTMLElement);
    rows[at === -1 ? (by > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + by))]?.focus();
  };
  useHotkeys('j', () => move(1), { enabled: keys === 'on' });
  useHotkeys('k', () => move(-1), { enabled: keys === 'on' });
  return list;
}
