import AxeBuilder from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBrowser } from '../support/browser.ts';
import { Client } from '../support/client.ts';
import { startTestCloud, type TestCloud } from '../support/cloud.ts';
import { Visitor } from './visitor.ts';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Every page and tab of the console, with a run that waits and one that failed. */
const pagesOf = ({ waiting, failed }: { waiting: string; failed: string }): string[] => [
  '/',
  '/runs',
  `/runs/${waiting}`,
  `/runs/${waiting}?step=sign-off`,
  `/runs/${waiting}?tab=timeline`,
  `/runs/${waiting}?tab=parameters`,
  `/runs/${waiting}?tab=events`,
  `/runs/${failed}`,
  `/runs/${failed}?tab=timeline`,
  '/flows',
  '/flows/pay-contractor',
  '/flows/pay-contractor?tab=versions',
  '/flows/pay-contractor?tab=triggers',
  '/flows/pay-contractor?dialog=run',
  '/editor?flow=pay-contractor',
  '/approvals?show=all',
  '/settings',
];

describe('the console for those who do not see it, or see it badly', () => {
  let cloud: TestCloud;
  let browser: Browser;
  let pages: string[];
  beforeAll(async () => {
    [cloud, browser] = await Promise.all([startTestCloud(), startBrowser()]);
    const client = new Client(cloud.url);
    await client.publish(
      'flow: failing\nsteps:\n  - { id: fetch, http: { url: "{{ env.PAYMENTS_URL }}/payments?status=404" } }\n  - { id: after, transform: 1 }\n',
    );
    const failed = await client.start('failing', {});
    const waiting = await client.start('pay-contractor', { recipient: 'ada@example.com', amount: 10, contract: 'C-1' });
    await Promise.all([client.reaches(failed, 'failed'), client.reaches(waiting, 'awaiting_input')]);
    pages = pagesOf({ waiting, failed });
  });
  afterAll(async () => {
    await browser?.close();
    await cloud?.close();
  });

  it.each(['light', 'dark'] as const)(
    'breaks no rule of axe on any page (%s)',
    async (theme) => {
      const visitor = await Visitor.arrive(browser, cloud.url, { theme });
      const found: string[] = [];
      for (const path of pages) {
        await visitor.open(path);
        const { violations, incomplete } = await new AxeBuilder({ page: visitor.page }).withTags(tags).analyze();
        console.log(
          `${theme} ${path.replace(/[0-9A-Z]{26}/, '…')}: ${violations.length} violations, ${incomplete.length} to be looked at`,
        );
        for (const { id, nodes } of violations)
          found.push(
            `${path} ${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary ?? ''}`).join(' | ')}`,
          );
      }
      expect(found).toEqual([]);
      await visitor.leave();
    },
    300_000,
  );
});
