import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { setStage } from './stage.ts';

const payment = (amount: number) => ({ recipient: 'ada@example.com', amount, contract: 'C-1' });

describe('lists and settings of the console', () => {
  const stage = setStage();

  it('move by themselves: rows change in place, and what is new waits until it is asked for', async () => {
    const first = await stage.client.start('pay-contractor', payment(1));
    await stage.client.reaches(first, 'awaiting_input');
    const visitor = await stage.visit({ path: '/runs' });
    const { page } = visitor;
    const row = page.locator(`[data-row="${first}"]`);
    await row.getByText('Awaiting input').waitFor();
    await page.getByRole('banner').getByText('Live', { exact: true }).waitFor();
    await stage.client.call('POST', `/v1/checkpoints/${(await stage.client.run(first)).checkpoints[0]?.id}/decision`, {
      body: { action: 'approve' },
    });
    await row.getByText('Completed', { exact: true }).waitFor();

    const second = await stage.client.start('pay-contractor', payment(2));
    await page.getByRole('button', { name: '1 new run' }).waitFor();
    expect(await page.locator(`[data-row="${second}"]`).count()).toBe(0);
    expect(await page.title()).toMatch(/^\(1 new\)/);
    await page.getByRole('button', { name: '1 new run' }).click();
    await page.locator(`[data-row="${second}"]`).waitFor();
    // Nothing of this was polled.
    expect(visitor.calls.filter(({ path }) => path.startsWith('/v1/runs?')).length).toBeLessThan(20);
    await visitor.leave();
  });

  it('cancel several at once, with a reason, and leave alone what is over', async () => {
    const runs = await Promise.all([3, 4].map((amount) => stage.client.start('pay-contractor', payment(amount))));
    await Promise.all(runs.map((run) => stage.client.reaches(run, 'awaiting_input')));
    const visitor = await stage.visit({ path: '/runs' });
    const { page } = visitor;
    const over = page.locator('[data-row]', { hasText: 'Completed' }).first();
    for (const run of runs) await page.locator(`[data-row="${run}"]`).getByRole('checkbox').check();
    await over.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Cancel 2' }).click();
    const dialog = page.getByRole('dialog', { name: 'Cancel 2 runs?' });
    await dialog.getByText(/One of the selected is over already/).waitFor();
    await dialog.getByLabel('Reason').fill('Wrong month.');
    await dialog.getByRole('button', { name: 'Cancel 2 runs' }).click();
    await page.getByRole('dialog', { name: '2 runs cancelled' }).getByRole('button', { name: 'Done' }).click();
    for (const run of runs)
      expect(await stage.client.reaches(run, 'cancelled')).toMatchObject({ reason: 'Wrong month.' });
    await visitor.leave();
  });

  it('are exported whole, and kept as views of one’s own', async () => {
    const visitor = await stage.visit({ path: '/runs?status=completed&from=30d' });
    const { page } = visitor;
    await page.getByRole('button', { name: 'Export' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'CSV' }).click(),
    ]);
    const lines = readFileSync(await download.path(), 'utf8')
      .trim()
      .split(/\r?\n/);
    expect(lines[0]).toMatch(/^run,|^id,/);
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.slice(1).every((line) => line.includes('completed'))).toBe(true);

    await page.getByRole('button', { name: 'Save view' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('What went well');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    const view = page.getByRole('link', { name: 'What went well' });
    await view.waitFor();
    await visitor.open('/runs');
    await view.click();
    await expect.poll(() => new URL(page.url()).search).toMatch(/status=completed/);
    await page.getByRole('button', { name: 'More on the view What went well' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await view.waitFor({ state: 'detached' });
    await visitor.leave();
  });

  it('keep what is set for the deployment and its environments, and never show a secret', async () => {
    const visitor = await stage.visit({ path: '/settings' });
    const { page } = visitor;
    const dialog = page.getByRole('dialog');
    const save = () => dialog.getByRole('button', { name: 'Save' }).click();
    const saved = async () => {
      await save();
      await dialog.waitFor({ state: 'detached' });
    };

    await page.getByRole('button', { name: 'Add a variable' }).click();
    await dialog.getByLabel('Name').fill('not a name');
    await save();
    // It says what is wrong, and keeps what was typed.
    await dialog.locator('[aria-invalid=true]').waitFor();
    await dialog.getByLabel('Name').fill('SHOP_URL');
    await dialog.getByLabel('Value').fill('https://shop.example.com');
    await saved();
    await page.getByRole('heading', { level: 3, name: 'SHOP_URL' }).waitFor();

    await page.getByRole('button', { name: 'Add a secret' }).click();
    await dialog.getByLabel('Name').fill('SHOP_TOKEN');
    await dialog.getByLabel('Value').fill('open-sesame-1234');
    await saved();
    await page.getByRole('heading', { level: 3, name: 'SHOP_TOKEN' }).waitFor();
    expect(await page.content()).not.toContain('open-sesame-1234');

    await page.getByRole('button', { name: 'Add a connection' }).click();
    await dialog.getByLabel('Name').fill('shop');
    await dialog.getByLabel(/^(Base )?URL/).fill('https://shop.example.com/v1');
    await saved();
    await page.getByRole('heading', { level: 3, name: 'shop', exact: true }).waitFor();

    await page.getByRole('button', { name: 'Add a profile' }).click();
    await dialog.waitFor();
    await page.keyboard.press('Escape');

    await page.getByRole('button', { name: 'Add a group' }).click();
    await dialog.getByLabel('Name').fill('finance');
    await dialog.getByLabel('E-mail addresses').fill('ana@example.com\nben@example.com');
    await saved();
    await page.getByText('ana@example.com, ben@example.com').waitFor();

    await page.getByRole('button', { name: 'Change', exact: true }).first().click();
    await dialog.getByLabel('Runs per day').fill('500');
    await saved();
    await page.getByText('500 runs a day').waitFor();

    const { body } = await stage.client.call<{ groups: unknown; dailyCap: number }>('GET', '/v1/settings');
    expect(body).toMatchObject({ groups: { finance: ['ana@example.com', 'ben@example.com'] }, dailyCap: 500 });
    // The theme is this browser's own, and stays.
    await page
      .getByRole('radiogroup', { name: 'Theme' })
      .or(page.getByRole('group', { name: 'Theme' }))
      .getByText('Dark')
      .click();
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark');
    await page.reload();
    await visitor.settled();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    await visitor.leave();
  });

  it.each([-1, 1])('are there also for a browser whose clock is wrong by %s h', async (hours) => {
    const visitor = await stage.visit({
      user: 'viewer',
      path: '/runs',
      at: Date.now() + hours * 3_600_000,
    });
    await visitor.page.getByRole('banner').getByText('Live', { exact: true }).waitFor();
    await visitor.page.locator('[data-row]').first().waitFor();
    await visitor.leave();
  });
});
