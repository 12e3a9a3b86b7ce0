import { describe, expect, it } from 'vitest';
import { setStage } from './stage.ts';

const phone = { width: 390, height: 844, hasTouch: true, isMobile: true };

describe('on a phone', () => {
  const stage = setStage();

  it('a run is started, followed on its timeline and decided with a thumb', async () => {
    const visitor = await stage.visit(phone);
    const { page } = visitor;
    const nav = page.getByRole('navigation', { name: 'Main' });
    // Places to go are where the thumb is.
    expect((await nav.boundingBox())?.y).toBeGreaterThan(700);
    await nav.getByRole('link', { name: 'Flows' }).tap();
    await page.getByRole('link', { name: 'Pay a contractor' }).first().tap();
    await page.getByRole('link', { name: 'Run…' }).tap();
    const dialog = page.getByRole('dialog', { name: 'Run Pay a contractor' });
    await dialog.getByLabel('recipient').fill('ada@example.com');
    await dialog.getByLabel('amount').fill('40');
    await dialog.getByLabel('contract').fill('C-2');
    await dialog.getByRole('button', { name: /^Start in/ }).tap();
    await page.waitForURL(/\/runs\/[0-9A-Z]+/);

    // The timeline takes the place of the canvas, and the question stands in it.
    await page.getByRole('tab', { name: 'Timeline', selected: true }).waitFor();
    expect(await page.locator('.react-flow').count()).toBe(0);
    const approve = page.getByRole('button', { name: /^Approve/ });
    await approve.waitFor();
    await approve.scrollIntoViewIfNeeded();
    const box = await approve.boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(48);
    await approve.tap();
    await page.getByText('Approved by Ada Admin').first().waitFor();
    await page.getByText('Completed', { exact: true }).first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await visitor.leave();
  });

  it('questions are read and answered one by one', async () => {
    const run = await stage.client.start('onboard-customer', { name: 'Acme', email: 'ada@example.com', limit: 10 });
    await stage.client.reaches(run, 'awaiting_input');
    const visitor = await stage.visit({ ...phone, path: '/approvals?show=all' });
    const { page } = visitor;
    await page.getByRole('link', { name: /Give Acme a limit of 10/ }).tap();
    await page.getByRole('link', { name: 'All questions' }).waitFor();
    await page.getByRole('button', { name: 'Reject' }).tap();
    await stage.client.reaches(run, 'rejected');
    await visitor.leave();
  });
});
