import { useNavigate } from '@tanstack/react-router';
import { useHotkeys } from 'react-hotkeys-hook';
import { useKey } from '../ui/keys.ts';
import { modKey } from '../ui/with-mod.ts';
import { usePreferences } from './preferences.ts';

/** Keys and what they do, by where they work. None of them decides anything, and single keys can be switched off (WCAG 2.1.4). */
export const shortcuts: readonly { where: string; keys: readonly (readonly [string[], string])[] }[] = [
  {
    where: 'Everywhere',
    keys: [
      [[modKey, 'K'], 'Search and go anywhere'],
      [['G', 'D'], 'Dashboard'],
      [['G', 'R'], 'Runs'],
      [['G', 'F'], 'Flows'],
      [['G', 'A'], 'Approvals'],
      [['?'], 'This list'],
      [['Esc'], 'Close'],
    ],
  },
  {
    where: 'Lists',
    keys: [
      [['/'], 'Search the list'],
      [['J'], 'Next row'],
      [['K'], 'Row before'],
      [['Enter'], 'Open the row'],
      [['X'], 'Select the row'],
    ],
  },
  {
    where: 'A run',
    keys: [
      [['1'], 'Canvas; 2 to 4 are the tabs beside it'],
      [['J'], 'Next run of the flow'],
      [['K'], 'Run before'],
      [['N'], 'Next failure'],
      [['Shift', 'N'], 'Failure before'],
      [['E'], 'Unfold every step of the timeline'],
      [['W'], 'Fold them'],
    ],
  },
  { where: 'Forms', keys: [[[modKey, 'Enter'], 'Submit']] },
];

export function useShortcuts(search: () => void, help: () => void): void {
  const navigate = useNavigate();
  const { keys } = usePreferences();
  const single = { enabled: keys === 'on' };
  useHotkeys('mod+k', search, { preventDefault: true, enableOnFormTags: true, enableOnContentEditable: true });
  useHotkeys('g>d', () => void navigate({ to: '/' }), single);
  useHotkeys('g>r', () => void navigate({ to: '/runs' }), single);
  useHotkeys('g>f', () => void navigate({ to: '/flows' }), single);
  useHotkeys('g>a', () => void navigate({ to: '/approvals' }), single);
  useKey('?', help);
}
