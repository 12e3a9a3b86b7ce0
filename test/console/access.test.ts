import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBrowser } from '../support/browser.ts';
import { Client } from '../support/client.ts';
import { startTestCloud, type TestCloud } from '../support/cloud.ts';
import { goTo, type Place, places } from './places.ts';
import { seedStates } from './seed.ts';
import { Visitor } from './visitor.ts';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const artifacts = fileURLToPath(new URL('../artifacts/console', import.meta.url));

/** A phone, a tablet held upright, a desk (CONSOLE.md §3). */
const widths = { 390: 844, 820: 1180, 1440: 900 } as const;

/** What axe finds on the page as it stands. */
async function faultsOf({ page }: Visitor): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary ?? ''}`).join(' | ')}`,
  );
}

/** How far the page is wider than its window, in pixels: nobody should have to scroll sideways (WCAG 1.4.10). */
const overflowOf = ({ page }: Visitor): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

describe('every place of the console', () => {
  let cloud: TestCloud;
  let browser: Browser;
  let aheadMs: number;
  let all: Place[];
  beforeAll(async () => {
    [cloud, browser] = await Promise.all([startTestCloud(), startBrowser()]);
    const seeded = await seedStates(cloud, new Client(cloud.url));
    aheadMs = seeded.aheadMs;
    all = places(seeded.runs);
  });
  afterAll(async () => {
    await browser?.close();
    await cloud?.close();
  });

  const looks = (['light', 'dark'] as const).flatMap((theme) =>
    ([390, 820, 1440] as const).map((width) => ({ theme, width })),
  );
  it.each(looks)(
    'breaks no rule of axe and is as wide as its window ($theme, $width)',
    async ({ theme, width }) => {
      const height = widths[width];
      const folder = join(artifacts, `${theme}-${width}`);
      mkdirSync(folder, { recursive: true });
      const visitor = await Visitor.arrive(browser, cloud.url, { theme, width, height, at: Date.now() + aheadMs });
      const found: string[] = [];
      for (const place of all) {
        await goTo(visitor, place);
        const faults = await faultsOf(visitor);
        const overflow = await overflowOf(visitor);
        if (overflow > 0) faults.push(`${overflow} px wider than the window`);
        found.push(...faults.map((fault) => `${place.name}: ${fault}`));
        await visitor.page.screenshot({ path: join(folder, `${place.name}.png`), animations: 'disabled' });
      }
      expect(found).toEqual([]);
      await visitor.leave({ network: true });
    },
    300_000,
  );
});
