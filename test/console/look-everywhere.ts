import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { afterAll, describe, expect, it } from 'vitest';
import { goTo, type Place, places } from './places.ts';
import { seedStates } from './seed.ts';
import { setStage } from './stage.ts';
import type { Visitor } from './visitor.ts';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const artifacts = fileURLToPath(new URL('../artifacts/console', import.meta.url));

/** A phone, a tablet held upright, a desk (CONSOLE.md §3). */
const widths = { 390: 844, 820: 1180, 1440: 900 } as const;

const sizes = [390, 820, 1440] as const;
/** Violations, and what axe could not decide, of each place in each look. */
const table = new Map<string, Map<number, string>>();
const note = (place: string, width: number, found: string) => {
  table.set(place, (table.get(place) ?? new Map<number, string>()).set(width, found));
};

/** What axe finds on the page as it stands. */
async function faultsOf({ page }: Visitor, place: string, width: number): Promise<string[]> {
  const { violations, incomplete } = await new AxeBuilder({ page }).withTags(tags).analyze();
  note(place, width, `${violations.length} / ${incomplete.length}`);
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary ?? ''}`).join(' | ')}`,
  );
}

/** How far the page is wider than its window, in pixels: nobody should have to scroll sideways (WCAG 1.4.10). */
const overflowOf = ({ page }: Visitor): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - innerWidth);

/**
 * Goes to every place of the console in a theme, in each width: asks axe, measures whether anything stands out, and takes a picture. Each
 * theme is a file of its own, so that two of them are looked at at the same time.
 */
export const lookEverywhere = (theme: 'light' | 'dark') =>
  describe(`every place of the console, ${theme}`, () => {
    let aheadMs: number;
    let all: Place[];
    const stage = setStage({
      async prepare({ cloud, client }) {
        const seeded = await seedStates(cloud, client);
        aheadMs = seeded.aheadMs;
        all = places(seeded.runs);
      },
    });
    afterAll(() => {
      const lines = [...table].map(([place, found]) => [place, ...sizes.map((width) => found.get(width) ?? '–')]);
      const rows = [[theme, ...sizes], ['---', ...sizes.map(() => '---')], ...lines];
      writeFileSync(
        join(artifacts, `axe-${theme}.md`),
        `Violations / not decided by axe (${tags.join(', ')})\n\n${rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`,
      );
    });

    it.each(sizes)(
      'breaks no rule of axe and is as wide as its window (%s px)',
      async (width) => {
        const height = widths[width];
        const folder = join(artifacts, `${theme}-${width}`);
        mkdirSync(folder, { recursive: true });
        const visitor = await stage.visit({ theme, width, height, at: Date.now() + aheadMs });
        const found: string[] = [];
        for (const place of all) {
          await goTo(visitor, place);
          const faults = await faultsOf(visitor, place.name, width);
          const overflow = await overflowOf(visitor);
          if (overflow > 0) faults.push(`${overflow} px wider than the window`);
          found.push(...faults.map((fault) => `${place.name}: ${fault}`));
          await visitor.page.screenshot({ path: join(folder, `${place.name}.png`), animations: 'disabled' });
          if (width === 390) {
            await visitor.page.setViewportSize({ width: 320, height });
            const narrow = await overflowOf(visitor);
            if (narrow > 0) found.push(`${place.name}: ${narrow} px wider than a window of 320`);
            await visitor.page.setViewportSize({ width, height });
          }
        }
        expect(found).toEqual([]);
        await visitor.leave({ network: true });
      },
      300_000,
    );
  });
