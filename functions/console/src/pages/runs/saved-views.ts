import { useSyncExternalStore } from 'react';
import { z } from 'zod';
import { runsSearch } from '../../app/searches.ts';

/** A list that somebody named, kept in this browser. */
const savedView = z.object({ name: z.string().min(1).max(40), search: runsSearch });
export type SavedView = z.infer<typeof savedView>;

const place = 'sluice.views';
const listeners = new Set<() => void>();

function read(): SavedView[] {
  try {
    return z.array(savedView).parse(JSON.parse(localStorage.getItem(place) ?? '[]'));
  } catch {
    return [];
  }
}
let views = read();

function keep(next: SavedView[]): void {
  views = next;
  localStorage.setItem(place, JSON.stringify(next));
  for (const listener of listeners) listener();
}

/** A view of the same name is replaced. */
export const saveView = (view: SavedView): void => keep([...views.filter(({ name }) => name !== view.name), view]);
export const deleteView = (name: string): void => keep(views.filter((view) => view.name !== name));

export const useSavedViews = (): readonly SavedView[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => views,
  );
