import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useHotkeys } from 'react-hotkeys-hook';
import { recentRunsQuery } from '../../api/run-queries.ts';
import type { RunView } from '../../api/types.ts';
import { useKey } from '../../ui/keys.ts';
import { nextFailure } from './failure-jump.tsx';
import type { Tab } from './shown.ts';

/** Keys of the page of a run: 1–4 tabs, j and k the runs beside it, n and N failures, Esc lets the step go. None decides anything. */
export function useRunKeys(
  run: RunView,
  tabs: readonly Tab[],
  open: (next: { tab?: Tab; step?: string | undefined }) => void,
  chosen: string | undefined,
): void {
  const navigate = useNavigate({ from: '/runs/$id' });
  const { data: recent = [] } = useQuery(recentRunsQuery(run.flow));
  const hop = (by: 1 | -1) => {
    const at = recent.findIndex(({ id }) => id === run.id);
    const next = at < 0 ? recent[0] : recent[at + by];
    if (next !== undefined) void navigate({ params: { id: next.id }, search: ({ tab }) => ({ tab }) });
  };
  const fail = (by: 1 | -1) => {
    const next = nextFailure(run, chosen, by);
    if (next !== undefined) open({ step: next });
  };
  useKey('1,2,3,4', ({ key }) => {
    const tab = tabs[Number(key) - 1];
    if (tab !== undefined) open({ tab });
  });
  useKey('j', () => hop(1));
  useKey('k', () => hop(-1));
  useKey('n', ({ shiftKey }) => fail(shiftKey ? -1 : 1));
  useHotkeys('escape', () => open({ step: undefined }), { enabled: chosen !== undefined });
}
