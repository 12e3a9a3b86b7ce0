import type { Page } from 'playwright-core';
import type { Seeded } from './seed.ts';
import type { Visitor } from './visitor.ts';

/** A page, a tab or something over a page; what stands on the screen when it is looked at. */
export interface Place {
  name: string;
  path: string;
  /** What has to be done there until it is shown. */
  act?: (page: Page) => Promise<void>;
}

const dialog = (page: Page) => page.getByRole('dialog').waitFor();

/** Every page of the console, every tab, and what opens over them. */
export const places = (runs: Seeded): Place[] => [
  { name: 'dashboard', path: '/' },
  { name: 'runs', path: '/runs?from=30d' },
  { name: 'runs-filtered-out', path: '/runs?q=nothing-is-called-that' },
  { name: 'run', path: `/runs/${runs.branches}` },
  { name: 'run-step', path: `/runs/${runs.branches}?step=agree` },
  { name: 'run-timeline', path: `/runs/${runs.branches}?tab=timeline` },
  {
    name: 'run-time',
    path: `/runs/${runs.branches}?tab=timeline`,
    act: (page) => page.getByRole('radio', { name: 'Time' }).click(),
  },
  { name: 'run-parameters', path: `/runs/${runs.branches}?tab=parameters` },
  { name: 'run-events', path: `/runs/${runs.branches}?tab=events` },
  { name: 'run-failed', path: `/runs/${runs.failed}?step=charge` },
  { name: 'run-blocked', path: `/runs/${runs.blocked}` },
  { name: 'run-partial', path: `/runs/${runs.partial}` },
  { name: 'run-retrying', path: `/runs/${runs.retrying}?step=poll` },
  {
    name: 'run-cancel',
    path: `/runs/${runs.branches}`,
    act: async (page) => {
      await page.getByRole('button', { name: 'Cancel run' }).click();
      await page.getByRole('alertdialog').waitFor();
    },
  },
  { name: 'flows', path: '/flows' },
  { name: 'flow', path: '/flows/onboard-customer' },
  { name: 'flow-step', path: '/flows/onboard-customer?node=agree' },
  { name: 'flow-run', path: `/flows/onboard-customer?run=${runs.branches}` },
  { name: 'flow-versions', path: '/flows/pay-contractor?tab=versions' },
  { name: 'flow-triggers', path: '/flows/pay-contractor?tab=triggers' },
  { name: 'flow-health', path: '/flows/pay-contractor?tab=health' },
  {
    name: 'flow-compare',
    path: '/flows/pay-contractor/compare/1/2',
    act: (page) => page.getByText('review').first().waitFor(),
  },
  { name: 'run-dialog', path: '/flows/pay-contractor?dialog=run', act: dialog },
  { name: 'editor', path: '/editor?flow=onboard-customer' },
  { name: 'editor-new', path: '/editor' },
  { name: 'approvals', path: '/approvals' },
  { name: 'approvals-all', path: '/approvals?show=all' },
  { name: 'approvals-done', path: '/approvals?show=done' },
  { name: 'settings', path: '/settings' },
  {
    name: 'palette',
    path: '/runs',
    act: async (page) => {
      await page.keyboard.press('Control+k');
      await dialog(page);
      await page
        .getByRole('option', { name: /Pay a contractor/ })
        .first()
        .waitFor();
    },
  },
  {
    name: 'palette-empty',
    path: '/runs',
    act: async (page) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').fill('nothing is called that');
      await page.getByText('Nothing is called that.').waitFor();
    },
  },
  {
    name: 'keys',
    path: '/runs',
    act: async (page) => {
      await page.keyboard.press('?');
      await dialog(page);
    },
  },
  { name: 'nowhere', path: '/nowhere' },
  { name: 'no-such-run', path: '/runs/01ARZ3NDEKTSV4RRFFQ69G5FAV' },
];

/** Goes to a place, and waits until all of it is there. */
export async function goTo(visitor: Visitor, { path, act }: Place): Promise<void> {
  for (let left = 3; left > 0 && (await visitor.page.getByRole('dialog').count()) > 0; left--)
    await visitor.page.keyboard.press('Escape');
  await visitor.open(path);
  await act?.(visitor.page);
  await visitor.settled();
}
