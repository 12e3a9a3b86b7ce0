import { useEffect } from 'react';

/** Names the tab: what it shows, its state first, so that it can be told among others. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title === undefined ? 'Sluice' : `${title} · Sluice`;
  }, [title]);
}
