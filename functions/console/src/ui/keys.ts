import { useHotkeys } from 'react-hotkeys-hook';
import { usePreferences } from '../app/preferences.ts';

const holdsText = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.matches('input:not([type=checkbox]):not([type=radio]), textarea, select') || target.isContentEditable);
/** A menu or a dialog takes its keys for itself. */
const isElsewhere = (target: EventTarget | null) =>
  target instanceof Element && target.closest('[role=menu], [role=dialog], [role=alertdialog]') !== null;

/** A single key as a shortcut, by the letter that it types; nothing while somebody writes, or switched it off. */
export function useKey(key: string, act: (event: KeyboardEvent) => void): void {
  const { keys } = usePreferences();
  useHotkeys(key, act, {
    enabled: keys === 'on',
    useKey: true,
    ignoreModifiers: true,
    preventDefault: true,
    enableOnFormTags: true,
    ignoreEventWhen: (event) =>
      event.ctrlKey || event.metaKey || event.altKey || holdsText(event.target) || isElsewhere(event.target),
  });
}
