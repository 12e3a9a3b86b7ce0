import { describe, expect, it } from 'vitest';
import { setStage } from './stage.ts';

describe('somebody who sees Sluice for the first time', () => {
  const stage = setStage();

  it('signs in with one click, runs the sample, watches it, approves, and sees it completed', async () => {
    const visitor = await stage.visit();
    const { page } = visitor;
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Flows' }).click();
    await page.getByRole('link', { name: 'Pay a contractor' }).first().click();
    await page.getByRole('heading', { level: 1, name: 'Pay a contractor' }).waitFor();
    await page.getByRole('link', { name: 'Run…' }).click();

    // The dialog says why Start does nothing yet, and what it says shrinks as fields are filled in.
    const dialog = page.getByRole('dialog', { name: 'Run Pay a contractor' });
    const start = dialog.getByRole('button', { name: /^Start in/ });
    const says = (text: string) => dialog.getByText(text, { exact: true }).waitFor();
    await says('Still needed: recipient, amount, contract.');
    expect(await start.getAttribute('aria-disabled')).toBe('true');
    await dialog.getByLabel('recipient').fill('ada@example.com');
    await says('Still needed: amount, contract.');
    await dialog.getByLabel('amount').fill('-5');
    await dialog.getByLabel('contract').fill('C-7');
    await says('Not right yet: amount.');
    await dialog.getByLabel('amount').fill('1200');
    await expect.poll(() => start.getAttribute('aria-disabled')).toBe('false');
    await start.click();

    // The run: steps light up on the canvas by themselves, until a person is asked.
    await page.waitForURL(/\/runs\/[0-9A-Z]+/);
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    for (const [step, state] of [
      ['sign-off', 'Awaiting input'],
      ['contract', 'Complete'],
      ['fee', 'Complete'],
      ['pay', 'Pending'],
    ] as const)
      await visitor.step(step, state).waitFor();
    await expect.poll(() => page.title()).toBe('‖ Awaiting input · Pay a contractor · Sluice');
    await page.getByText('Live', { exact: true }).waitFor();

    // What follows is pushed, not polled; how soon, `npm run bench:console` measures.
    const runCalls = () => visitor.calls.filter(({ path }) => path === `/v1/runs/${id}`).length;
    const before = runCalls();
    await page.getByLabel('Comment').fill('Looks right.');
    await page.getByRole('button', { name: /^Approve/ }).click();
    await visitor.step('pay', 'Complete').waitFor();
    await expect.poll(() => page.title()).toBe('✓ Completed · Pay a contractor · Sluice');
    await page.getByText('Completed', { exact: true }).first().waitFor();

    const { items } = (await stage.client.call<{ items: unknown[] }>('GET', `/v1/runs/${id}/events`)).body;
    // Each poke is one request at most: as many as there were commits, and one after the decision itself.
    expect(runCalls() - before).toBeLessThanOrEqual(items.length + 1);

    await page.getByRole('tab', { name: 'Events' }).click();
    await page.getByText('Looks right.').waitFor();
    expect((await stage.client.run(id)).checkpoints[0]?.status).toBe('decided');
    await visitor.leave();
  }, 300_000);
});
