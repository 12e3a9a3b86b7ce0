import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBrowser } from '../support/browser.ts';
import { Client } from '../support/client.ts';
import { startTestCloud, type TestCloud } from '../support/cloud.ts';

const pictures = fileURLToPath(new URL('../artifacts/', import.meta.url));
const params = { recipient: 'ada@example.com', amount: 1200, contract: 'C-1' };

describe('the page behind the link, in a browser', () => {
  let cloud: TestCloud;
  let client: Client;
  let browser: Browser;

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    [cloud, browser] = await Promise.all([startTestCloud(), startBrowser()]);
    client = new Client(cloud.url);
  });
  afterAll(async () => {
    await browser?.close();
    await cloud?.close();
  });

  it.each(['light', 'dark'] as const)('is read, decided and answered on a phone without script (%s)', async (theme) => {
    const run = await client.start('pay-contractor', params);
    const link = await client.link(run);
    const context = await browser.newContext({
      viewport: { width: 390, height: 844 },
      colorScheme: theme,
      javaScriptEnabled: false,
    });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(link);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Pay 1200 to ada@example.com?');
    await page.screenshot({ path: `${pictures}approval-${theme}.png`, fullPage: true });
    // The buttons stay at the foot of the screen, as high as a thumb needs them; looking at the page decides nothing.
    await page.setViewportSize({ width: 390, height: 500 });
    for (const verb of ['Approve', 'Reject', 'Skip']) {
      const box = await page.getByRole('button', { name: verb }).boundingBox();
      expect(box?.height).toBeGreaterThanOrEqual(48);
      expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(500);
    }
    expect((await client.run(run)).status).toBe('awaiting_input');
    await page.getByRole('textbox').fill('Fine by me.');
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByText('Approved').waitFor();
    expect(await page.locator('body').textContent()).toContain('“Fine by me.”');
    await page.screenshot({ path: `${pictures}approved-${theme}.png`, fullPage: true });
    expect(complaints).toEqual([]);
    await context.close();
    await client.reaches(run, 'completed');
  });

  it('shows the mailbox, and the mail leads to the page', async () => {
    const run = await client.start('pay-contractor', { ...params, amount: 7 });
    await client.link(run);
    const page = await (await browser.newContext()).newPage();
    await page.goto(`${cloud.url}/_local/mail`);
    await page.getByRole('link', { name: 'Pay 7 to ada@example.com?' }).click();
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      await page.setViewportSize({ width: 390, height: 640 });
      const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze();
      expect(violations.map(({ id }) => id)).toEqual([]);
      await page.screenshot({ path: `${pictures}mail-${theme}.png`, fullPage: true });
    }
    await page.getByRole('link', { name: 'Look at it and decide' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Pay 7 to ada@example.com?');
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme });
      const { violations } = await new AxeBuilder({ page })
        .withTags(['wcag2a', 'wcag2aa', 'wcag22aa', 'best-practice'])
        .analyze();
      expect(violations.map(({ id }) => id)).toEqual([]);
    }
    await page.close();
  });
});
