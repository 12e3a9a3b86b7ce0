import { useNavigate } from '@tanstack/react-router';
import { useHotkeys } from 'react-hotkeys-hook';
import { withMod } from '../ui/with-mod.ts';
import { usePreferences } from './preferences.ts';

/** Keys that work everywhere. None of them decides anything, and single keys can be switched off (WCAG 2.1.4). */
export const shortcuts = [
  [withMod('K'), 'Search and go anywhere'],
  ['g d', 'Dashboard'],
  ['g r', 'Runs'],
  ['g f', 'Flows'],
  ['g a', 'Approvals'],
  ['/', 'Filter the list'],
  ['j k', 'Next and previous row'],
  ['1 – 4', 'Tabs of a run'],
  [withMod('Enter'), 'Submit a form'],
  ['Esc', 'Close'],
] as const;

export function useShortcuts(search: () => void): void {
  const navigate = useNavigate();
  const { keys } = usePreferences();
  const single = { enabled: keys === 'on' };
  useHotkeys('mod+k', search, { preventDefault: true, enableOnFormTags: true, enableOnContentEditable: true });
  useHotkeys('g>d', () => void navigate({ to: '/' }), single);
  useHotkeys('g>r', () => void navigate({ to: '/runs' }), single);
  useHotkeys('g>f', () => void navigate({ to: '/flows' }), single);
  useHotkeys('g>a', () => void navigate({ to: '/approvals' }), single);
}
