import { describe, expect, it } from 'vitest';
import { type Seeded, seedStates } from './seed.ts';
import { setStage } from './stage.ts';
import type { Visitor } from './visitor.ts';

interface Expected {
  run: keyof Seeded;
  /** What its badge says. */
  word: string;
  /** The beginning of the title of the document. */
  title: string;
  /** Why it stands there, where the state alone does not say it. */
  notice?: string | RegExp;
  /** What the header offers an administrator. */
  verb: 'Cancel run' | 'Run again';
  /** Steps on the canvas by title, and how they are named there. */
  steps: Record<string, string>;
}

const expected: Expected[] = [
  {
    ...{
      run: 'scheduled',
      word: 'Scheduled',
      title: '○ Scheduled',
      notice: /^Begins .*tomorrow\.$/,
      verb: 'Cancel run',
    },
    steps: { contract: 'Pending', pay: 'Pending' },
  },
  {
    ...{ run: 'pending', word: 'In line', title: '○ In line', notice: /^1st in line\./, verb: 'Cancel run' },
    steps: { Fetch: 'Pending', Write: 'Pending' },
  },
  {
    ...{ run: 'running', word: 'Running', title: '▸ Running', verb: 'Cancel run' },
    steps: { Fetch: 'Complete', 'Wait for quiet hours': 'Running', Write: 'Pending' },
  },
  {
    ...{ run: 'retrying', word: 'Running', title: '▸ Running', verb: 'Cancel run' },
    steps: { 'Ask the partner': 'Running', 'Keep the answer': 'Pending' },
  },
  {
    ...{ run: 'awaiting', word: 'Awaiting input', title: '‖ Awaiting input', verb: 'Cancel run' },
    steps: { contract: 'Complete', 'sign-off': 'Awaiting input', pay: 'Pending' },
  },
  {
    ...{ run: 'branches', word: 'Awaiting input', title: '‖ Awaiting input', verb: 'Cancel run' },
    steps: {
      'Open the account': 'Complete',
      score: 'Complete',
      'Agree to the limit': 'Awaiting input',
      welcome: 'Pending',
    },
  },
  {
    ...{ run: 'blocked', word: 'Blocked', title: '⧗ Blocked', verb: 'Cancel run' },
    notice: /^Transfer: It was begun and its outcome is not known/,
    steps: { 'Check the accounts': 'Complete', Transfer: 'Blocked', 'Send the receipt': 'Pending' },
  },
  {
    ...{ run: 'interrupted', word: 'Interrupted', title: 'ϟ Interrupted', verb: 'Cancel run' },
    notice: /Nothing more happens by itself: cancel it, and run it again\.$/,
    steps: { 'Add up': 'Complete', Sign: 'Awaiting input' },
  },
  {
    ...{ run: 'completed', word: 'Completed', title: '✓ Completed', verb: 'Run again' },
    steps: { contract: 'Complete', 'sign-off': 'Complete', pay: 'Complete' },
  },
  {
    ...{ run: 'partial', word: 'Completed in part', title: '◕ Completed in part', verb: 'Run again' },
    steps: {
      'Read the orders': 'Complete',
      'Enrich them': 'Failed',
      'Tell the shop': 'Skipped',
      'Store them': 'Complete',
    },
  },
  {
    ...{ run: 'noSteps', word: 'Nothing to do', title: '✓ Nothing to do', verb: 'Run again' },
    notice: 'No step had anything to do: each was skipped.',
    steps: { Sweep: 'Skipped', Report: 'Skipped' },
  },
  {
    ...{ run: 'failed', word: 'Failed', title: '✕ Failed', verb: 'Run again' },
    steps: { Quote: 'Complete', Charge: 'Failed', 'Mail the receipt': 'Skipped' },
  },
  {
    ...{ run: 'rejected', word: 'Rejected', title: '✕ Rejected', verb: 'Run again' },
    notice: /^By Ada Admin: That is a thousand times too much\./,
    steps: { contract: 'Complete', 'sign-off': 'Rejected', pay: 'Not reached' },
  },
  {
    ...{ run: 'timedOut', word: 'Timed out', title: '◷ Timed out', verb: 'Run again' },
    notice: /did not end by|limit of duration/,
    steps: { 'Collect the figures': 'Complete', 'Let them settle': 'Cancelled', 'Send the report': 'Not reached' },
  },
  {
    ...{ run: 'cancelled', word: 'Cancelled', title: '⊘ Cancelled', verb: 'Run again' },
    notice: /The figures are not in yet\./,
    steps: { 'Collect the figures': 'Complete', 'Let them settle': 'Cancelled', 'Send the report': 'Not reached' },
  },
];

describe('runs in every state', () => {
  let visitor: Visitor;
  let runs: Seeded;
  let at: number;
  const stage = setStage({
    async prepare({ cloud, client }) {
      const seeded = await seedStates(cloud, client);
      runs = seeded.runs;
      at = Date.now() + seeded.aheadMs;
      visitor = await stage.visit({ at });
    },
  });

  it.each(expected)('a run that is $run', async ({ run, word, title, notice, verb, steps }) => {
    const { page } = visitor;
    await visitor.open(`/runs/${runs[run]}`);
    const header = page.getByRole('main').getByRole('banner').or(page.locator('main header')).first();
    await header.getByText(word, { exact: true }).waitFor();
    await expect.poll(() => page.title()).toMatch(new RegExp(`^${title} · `));
    if (notice !== undefined)
      await page
        .locator('main p')
        .getByText(notice)
        .or(page.locator('main p', { hasText: notice }))
        .first()
        .waitFor();
    for (const [name, state] of Object.entries(steps)) await visitor.step(name, state).waitFor();
    const verbs = await header.getByRole('button').allTextContents();
    expect(verbs.filter((each) => each !== 'Copy link')).toEqual([verb]);
    // What is over does not move; what goes on does.
    const moving = await page.locator('animateMotion').count();
    if (verb === 'Run again') expect(moving).toBe(0);
    if (run === 'running') expect(moving).toBe(1);
    visitor.expectNoComplaints();
  });

  // What the inspector says of a step in each of its states.
  it.each<{ run: keyof Seeded; step: string; word: string; says: (string | RegExp)[]; not?: string }>([
    { run: 'running', step: 'write', word: 'Pending', says: ['Begins once', 'has ended.'], not: 'Input' },
    { run: 'running', step: 'quiet', word: 'Running', says: [/^Waits until .* in \d hours\.$/] },
    {
      run: 'retrying',
      step: 'poll',
      word: 'Running',
      says: [/^Attempt 1 failed\. Attempt 2 begins at/, 'Http.Status', 'Failed attempts (1)'],
    },
    {
      run: 'awaiting',
      step: 'sign-off',
      word: 'Awaiting input',
      says: ['Pay 1200 to ada@example.com?', 'Approve', 'Reject', 'Skip'],
    },
    { run: 'completed', step: 'contract', word: 'Complete', says: ['Took', 'Input', 'Output'] },
    { run: 'completed', step: 'sign-off', word: 'Complete', says: ['Approved', 'Fine by me.'] },
    {
      run: 'failed',
      step: 'charge',
      word: 'Failed',
      says: [
        'Http.Status',
        /answered 402 Payment Required$/,
        'Check what the step sends; its answer is in the details.',
      ],
    },
    { run: 'failed', step: 'mail', word: 'Skipped', says: [/failed/], not: 'Input' },
    { run: 'partial', step: 'tell', word: 'Skipped', says: [/condition is false/], not: 'Input' },
    { run: 'blocked', step: 'transfer', word: 'Blocked', says: [/its outcome is not known/, 'Took'] },
    { run: 'rejected', step: 'sign-off', word: 'Rejected', says: ['That is a thousand times too much.'] },
    { run: 'rejected', step: 'pay', word: 'Not reached', says: ['The run ended before it began.'], not: 'Input' },
    { run: 'cancelled', step: 'settle', word: 'Cancelled', says: ['The run ended while it was going on.'] },
  ])('a step that is $word ($run, $step)', async ({ run, step, word, says, not }) => {
    const { page } = visitor;
    await visitor.open(`/runs/${runs[run]}?step=${step}`);
    const inspector = page.getByRole('complementary', { name: 'The chosen step' });
    await inspector.getByText(word, { exact: true }).first().waitFor();
    for (const text of says) {
      const exact = typeof text === 'string';
      await inspector
        .getByText(text, { exact })
        .or(inspector.locator('p, button', { hasText: text }))
        .first()
        .waitFor();
    }
    if (not !== undefined) expect(await inspector.getByText(not, { exact: true }).count()).toBe(0);
    visitor.expectNoComplaints();
  });

  it('go from the error to the failure, and from failure to failure by key', async () => {
    const { page } = visitor;
    await visitor.open(`/runs/${runs.failed}`);
    await page.getByRole('button', { name: 'Failed at step 2' }).click();
    await page.getByRole('heading', { level: 2, name: 'Charge' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { level: 2, name: 'About this run' }).waitFor();
    await page.keyboard.press('n');
    await page.getByRole('heading', { level: 2, name: 'Charge' }).waitFor();
  });

  it('tell time in which somebody worked from time in which a person was waited for', async () => {
    const { page } = visitor;
    await visitor.open(`/runs/${runs.awaiting}?tab=timeline`);
    await page
      .getByText(/^worked/)
      .first()
      .waitFor();
    await page
      .getByText(/· waited/)
      .first()
      .waitFor();
    await page.getByRole('radio', { name: 'Time' }).click();
    await page.getByText('waiting for a person').first().waitFor();
  });

  it('are looked at on the canvas of their flow, where nothing can be started meanwhile', async () => {
    const { page } = visitor;
    await visitor.open('/flows/charge-card');
    await page.getByRole('link', { name: 'Run…' }).waitFor();
    await page
      .getByRole('navigation', { name: 'Runs on the canvas' })
      .getByRole('link', { name: /Failed/ })
      .click();
    await visitor.step('Charge', 'Failed').waitFor();
    expect(await page.getByRole('link', { name: 'Run…' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: /Cancel run|Run again/ }).count()).toBe(0);
    await page.getByRole('link', { name: 'Back to the flow' }).click();
    await page.getByRole('link', { name: 'Run…' }).waitFor();
  });

  it('are found by status, by flow and by a word, and none found can be undone', async () => {
    const { page } = visitor;
    const rows = () => page.locator('[data-row] [data-row-focus]').allTextContents();
    for (const [search, names] of [
      ['status=blocked', ['Move money']],
      ['status=failed,timed_out', ['Charge a card', 'Weekly report']],
      ['flow=refund-order', ['Refund an order', 'Refund an order', 'Refund an order']],
      ['q=housekeep', ['Housekeeping']],
    ] as const) {
      await visitor.open(`/runs?${search}&from=30d`);
      await expect.poll(async () => (await rows()).map((row) => row.replace(/ \w+$/, ''))).toEqual(names);
    }
    await visitor.open('/runs?q=nothing-is-called-that');
    await page.getByRole('main').getByRole('button', { name: 'Clear filters' }).last().click();
    await expect.poll(async () => (await rows()).length).toBeGreaterThan(10);
  });

  it('offer somebody who may only look nothing but looking', async () => {
    const viewer = await stage.visit({ user: 'viewer', at });
    const { page } = viewer;
    const verbs =
      /^(Approve|Reject|Skip|Cancel run|Run again|Run…|Edit|New flow|Use|Promote|Start( |$)|Publish|Add |Change|Delete)/;
    for (const path of [
      '/',
      '/runs',
      `/runs/${runs.awaiting}`,
      `/runs/${runs.awaiting}?step=sign-off`,
      `/runs/${runs.failed}`,
      '/flows',
      '/flows/pay-contractor',
      '/flows/pay-contractor?tab=versions',
      '/flows/pay-contractor?tab=triggers',
      '/approvals?show=all',
      '/settings',
    ]) {
      await viewer.open(path);
      const offered = await page.getByRole('main').locator('button, a').allTextContents();
      expect(
        offered.filter((text) => verbs.test(text.trim())),
        path,
      ).toEqual([]);
    }
    await viewer.open(`/runs/${runs.awaiting}?step=sign-off`);
    await page.getByText('You may look, and not decide.').first().waitFor();
    await viewer.open('/settings');
    await page.getByText('You may look. Changing this needs the scope settings.write.').first().waitFor();
    // The editor shows the text, and does not take any.
    await viewer.open('/editor?flow=pay-contractor');
    await page.locator('.cm-content').waitFor();
    expect(await page.getByRole('button', { name: /^Publish/ }).count()).toBe(0);
    await viewer.leave();
  });
});
