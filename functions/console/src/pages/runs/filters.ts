import type { RunList } from '../../api/run-list-queries.ts';
import { isLive, type RunStatus, type Trigger } from '../../api/types.ts';
import type { RunsSearch } from '../../app/searches.ts';
import { runSignal } from '../../ui/status.ts';
import { triggerWords } from '../../ui/trigger.ts';
import { startOfDay } from '../../ui/zone.ts';

// What the list of runs is asked, as the URL says it, and what that is called.

export const statuses: readonly RunStatus[] = [
  'scheduled',
  'pending',
  'running',
  'awaiting_input',
  'blocked',
  'interrupted',
  'completed',
  'failed',
  'rejected',
  'timed_out',
  'cancelled',
];
export const statusWord = (status: RunStatus): string => runSignal({ status }).word;
export const triggers = Object.keys(triggerWords) as Trigger['type'][];
export const types = { flow: 'Flow', guide: 'Guide' } as const;
export const environments = ['sandbox', 'live'] as const;

const hourMs = 3_600_000;
/** Beginnings that move with the clock; anything else in `from` is an instant. */
export const spans = {
  '1h': { word: 'Last hour', ms: hourMs },
  today: { word: 'Today', ms: undefined },
  '24h': { word: 'Last 24 hours', ms: 24 * hourMs },
  '7d': { word: 'Last 7 days', ms: 7 * 24 * hourMs },
  '30d': { word: 'Last 30 days', ms: 30 * 24 * hourMs },
} as const;
export const isSpan = (text: string): text is keyof typeof spans => Object.hasOwn(spans, text);

const isOneOf = <T extends string>(known: readonly T[], text: string): text is T =>
  (known as readonly string[]).includes(text);
export const statusesOf = ({ status }: RunsSearch): RunStatus[] =>
  (status ?? '').split(',').filter((each) => isOneOf(statuses, each));

/** Views that everybody has. A link may name one; what stands beside it in the URL is added. */
export const systemViews: Record<string, { word: string; search: RunsSearch }> = {
  live: { word: 'Live', search: { status: statuses.filter(isLive).join(',') } },
  'needs-me': { word: 'Needs me', search: { status: 'awaiting_input' } },
  'failed-today': { word: 'Failed today', search: { status: 'failed,timed_out', from: 'today' } },
};

/** The filters that hold: those of the view, and those in the URL. */
export function effective(search: RunsSearch): RunsSearch {
  return { ...systemViews[search.view ?? '']?.search, ...search };
}

/** Filters without the view and without what is empty, for comparing. */
export function filtersOf(search: RunsSearch): RunsSearch {
  const { view, ...rest } = effective(search);
  const present = Object.entries(rest)
    .filter(([, value]) => value !== undefined && value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return { ...Object.fromEntries(present), ...(view === 'needs-me' ? { view } : {}) };
}
export const isFiltered = (search: RunsSearch): boolean => Object.keys(filtersOf(search)).length > 0;

/** A change of filters. It leaves the view, except that what needs me goes on needing me. */
export function refine(search: RunsSearch, change: Partial<RunsSearch>): RunsSearch {
  const next = { ...effective(search), ...change };
  return filtersOf({ ...next, view: search.view === 'needs-me' ? search.view : undefined });
}

function instant(text: string | undefined, zone: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const now = Date.now();
  if (isSpan(text)) {
    const { ms } = spans[text];
    return new Date(ms === undefined ? startOfDay(now, zone) : now - ms).toISOString();
  }
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
}

/** The question to the API. What nobody would understand is left out. */
export function listOf(search: RunsSearch, zone: string | undefined): RunList {
  const filters = filtersOf(search);
  const { flow, environment, q } = filters;
  const status = statusesOf(filters);
  const trigger = triggers.find((each) => each === filters.trigger);
  const type = filters.type === 'flow' || filters.type === 'guide' ? filters.type : undefined;
  return {
    key: { ...filters, zone },
    mine: search.view === 'needs-me',
    asked: () => ({
      ...(status.length === 0 ? {} : { status: status.join(',') }),
      flow,
      environment,
      trigger,
      type,
      q,
      from: instant(filters.from, zone),
      to: instant(filters.to, zone),
    }),
  };
}
