import { useCallback, useSyncExternalStore } from 'react';

/** Whether the window fits a media query, now and whenever that changes. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (changed: () => void) => {
      const list = matchMedia(query);
      list.addEventListener('change', changed);
      return () => list.removeEventListener('change', changed);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => matchMedia(query).matches);
}

/** Below this tables are cards, and the canvas is a list of steps. */
export const usePhone = () => useMedia('(max-width: 767px)');
