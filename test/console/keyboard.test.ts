import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { setStage } from './stage.ts';
import type { Visitor } from './visitor.ts';

/** Presses Tab until what has the focus is called so. */
async function tabTo(visitor: Visitor, name: RegExp, key = 'Tab'): Promise<void> {
  const seen: string[] = [];
  for (let left = 80; left > 0; left--) {
    await visitor.page.keyboard.press(key);
    const at = await visitor.focused();
    if (name.test(at)) return;
    seen.push(at);
  }
  throw new Error(`No ${name} among ${seen.join(' | ')}`);
}

/** Whether whatever has the focus can be seen: it is what lies at its own middle (WCAG 2.4.11). */
const focusIsSeen = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => {
    const at = document.activeElement;
    if (at === null || at === document.body) return undefined;
    const box = at.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) return undefined;
    const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height, 40) / 2];
    const top = document.elementFromPoint(x, y);
    const covered = top === null || !(at.contains(top) || top.contains(at) || top.closest('label')?.contains(at));
    return covered
      ? `${at.tagName} ${at.getAttribute('aria-label') ?? at.textContent?.slice(0, 40)} under ${top?.tagName} ${top?.className}`
      : undefined;
  });

describe('with the keyboard alone', () => {
  const stage = setStage();

  it('a flow is found, run, decided and seen to its end', async () => {
    const visitor = await stage.visit();
    const { page } = visitor;
    await page.keyboard.press('g');
    await page.keyboard.press('f');
    await page.getByRole('heading', { level: 1, name: 'Flows' }).waitFor();
    await visitor.settled();
    await tabTo(visitor, /^a Pay a contractor/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Pay a contractor' }).waitFor();
    await visitor.settled();
    await tabTo(visitor, /^a Run…/);
    await page.keyboard.press('Enter');

    // The dialog begins at its first field, and keeps the focus inside.
    const dialog = page.getByRole('dialog', { name: 'Run Pay a contractor' });
    await dialog.getByLabel('recipient').waitFor();
    await expect
      .poll(() => dialog.getByLabel('recipient').evaluate((field) => field === document.activeElement))
      .toBe(true);
    await page.keyboard.type('ada@example.com');
    await page.keyboard.press('Tab');
    await page.keyboard.type('1200');
    await page.keyboard.press('Tab');
    await page.keyboard.type('C-3');
    for (let left = 30; left > 0; left--) {
      await page.keyboard.press('Tab');
      expect(await dialog.evaluate((box) => box.contains(document.activeElement))).toBe(true);
    }
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/\/runs\/[0-9A-Z]+/);
    await visitor.step('sign-off', 'Awaiting input').waitFor();

    // To the step on the canvas, into the card beside it, and through it with the key that submits.
    await tabTo(visitor, /^div sign-off/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 2, name: 'sign-off' }).waitFor();
    await tabTo(visitor, /^textarea/);
    await page.keyboard.type('Read and agreed.');
    await page.keyboard.press('Control+Enter');
    await visitor.step('pay', 'Complete').waitFor();
    await page.getByText('Approved by Ada Admin').first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { level: 2, name: 'About this run' }).waitFor();
    for (const [key, tab] of [
      ['2', 'Timeline'],
      ['3', 'Parameters'],
      ['4', 'Events'],
      ['1', 'Canvas'],
    ] as const) {
      await page.keyboard.press(key);
      await expect.poll(() => page.getByRole('tab', { name: tab }).getAttribute('aria-selected')).toBe('true');
    }
    await visitor.leave();
  }, 120_000);

  it('goes anywhere from the palette, and Escape leads back', async () => {
    const visitor = await stage.visit({ path: '/runs' });
    const { page } = visitor;
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('onboard');
    await page
      .getByRole('option', { name: /Onboard a customer/ })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Onboard a customer' }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'detached' });
    await visitor.leave();
  });

  it('moves through the list, ticks rows and opens them; single keys can be switched off, and none decides', async () => {
    const runs = await Promise.all(
      [1, 2, 3].map((n) =>
        stage.client.start('pay-contractor', { recipient: 'bob@example.com', amount: n, contract: `C-${n}` }),
      ),
    );
    await Promise.all(runs.map((run) => stage.client.reaches(run, 'awaiting_input')));
    const visitor = await stage.visit({ path: '/runs' });
    const { page } = visitor;
    const row = () => page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset.row);
    /** Moves the focus to another row, which comes with the next frame. */
    const move = async (key: 'j' | 'k') => {
      const before = await row();
      await page.keyboard.press(key);
      await expect.poll(async () => (await row()) ?? before).not.toBe(before);
    };
    await move('j');
    await move('j');
    await page.keyboard.press('x');
    await page.getByText('1 selected').waitFor();
    await move('k');
    await page.keyboard.press('x');
    await page.getByText('2 selected').waitFor();
    await page.keyboard.press('/');
    expect(await visitor.focused()).toMatch(/^input/);
    // In a field letters are letters.
    await page.keyboard.type('jx');
    await page.getByText('2 selected').waitFor();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await expect.poll(() => page.locator('[data-row]').count()).toBeGreaterThan(2);
    await page.keyboard.press('Escape');
    await page.locator('main').focus();
    await move('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/runs\/[0-9A-Z]+/);
    await visitor.settled();

    // Every key of the keyboard, over a question: nothing is decided.
    for (const key of 'abcdefghijklmnopqrstuvwxyz0123456789') {
      await visitor.open(`/runs/${runs[0]}?step=sign-off`);
      await page.keyboard.press(key);
    }
    expect(visitor.calls.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect((await stage.client.run(runs[0] ?? '')).status).toBe('awaiting_input');

    await visitor.open('/settings');
    await page
      .getByRole('radiogroup', { name: 'Single keys' })
      .or(page.getByRole('group', { name: 'Single keys' }))
      .getByText('Off')
      .click();
    await page.locator('main').focus();
    await page.keyboard.press('g');
    await page.keyboard.press('r');
    await page.keyboard.press('?');
    await visitor.settled();
    expect(new URL(page.url()).pathname).toBe('/settings');
    expect(await page.getByRole('dialog').count()).toBe(0);
    await visitor.leave();
  }, 120_000);

  it.each(['/', '/runs', '/flows', '/flows/pay-contractor?tab=versions', '/approvals?show=all', '/settings'])(
    'the focus is never under a bar that stays (%s)',
    async (path) => {
      for (const [width, height] of [
        [1440, 500],
        [390, 600],
      ] as const) {
        const visitor = await stage.visit({ path, width, height });
        const hidden: string[] = [];
        const seen = new Set<string>();
        for (let left = 120; left > 0; left--) {
          await visitor.page.keyboard.press('Tab');
          const at = await visitor.page.evaluate(() => {
            const place = document.activeElement;
            const box = place?.getBoundingClientRect();
            return place === document.body || place === null || box === undefined
              ? ''
              : `${place.tagName}${place.textContent}${box.left} ${box.top + scrollY}`;
          });
          if (at === '' || seen.has(at)) break;
          seen.add(at);
          const covered = await focusIsSeen(visitor.page);
          if (covered !== undefined) hidden.push(covered);
        }
        expect(seen.size).toBeGreaterThan(8);
        expect(hidden, `${width} px`).toEqual([]);
        await visitor.leave();
      }
    },
    120_000,
  );
});
