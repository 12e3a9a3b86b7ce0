import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { setStage } from './stage.ts';

const payment = { recipient: 'ada@example.com', amount: 1200, contract: 'C-1' };

const approve = (page: Page) => page.getByRole('button', { name: /^Approve/ });

describe('a decision on the card', () => {
  const stage = setStage();

  /** A run that waits, and what was recorded of decisions since. */
  const waiting = async () => {
    const run = await stage.client.start('pay-contractor', payment);
    await stage.client.reaches(run, 'awaiting_input');
    return run;
  };
  const decisionsOf = async (run: string) => {
    const { items } = (
      await stage.client.call<{ items: { events: { type: string; action?: string; comment?: string }[] }[] }>(
        'GET',
        `/v1/runs/${run}/events`,
      )
    ).body;
    return items.flatMap(({ events }) => events).filter(({ type }) => type === 'CheckpointDecided');
  };

  it('is one, when two people decide at the same time; the second is told who was first', async () => {
    const run = await waiting();
    const [ada, oscar] = await Promise.all([
      stage.visit({ path: `/runs/${run}?step=sign-off` }),
      stage.visit({ user: 'operator', path: `/runs/${run}?step=sign-off` }),
    ]);
    await Promise.all([approve(ada.page).waitFor(), oscar.page.getByRole('button', { name: 'Reject' }).waitFor()]);
    await oscar.page.getByLabel('Comment').fill('Too much.');
    // Neither knows of the other until both have sent theirs.
    const both: Promise<void>[] = [];
    const held: (() => void)[] = [];
    for (const { page } of [ada, oscar])
      await page.route('**/v1/checkpoints/*/decision', async (route) => {
        both.push(new Promise((resolve) => held.push(resolve)));
        await both.at(-1);
        await route.continue();
      });
    await Promise.all([approve(ada.page).click(), oscar.page.getByRole('button', { name: 'Reject' }).click()]);
    await until('both decisions to be on their way', async () => held.length === 2);
    for (const go of held) go();

    const [decision] = await until('a decision', async () => {
      const found = await decisionsOf(run);
      return found.length > 0 && found;
    });
    const [word, who] = decision?.action === 'approve' ? ['Approved', 'Ada Admin'] : ['Rejected', 'Oscar Operator'];
    for (const { page } of [ada, oscar]) {
      await page.getByText(`${word} by ${who}`).first().waitFor();
      expect(await page.getByRole('button', { name: /^(Approve|Reject|Skip)/ }).count()).toBe(0);
    }
    expect(await decisionsOf(run)).toHaveLength(1);
    await Promise.all([ada.leave({ network: true }), oscar.leave({ network: true })]);
  });

  it('is sent once, however often the button is pressed', async () => {
    const run = await waiting();
    const visitor = await stage.visit({ path: `/runs/${run}` });
    await approve(visitor.page).dblclick();
    await visitor.page.getByText('Approved by Ada Admin').first().waitFor();
    expect(visitor.calls.filter(({ method, path }) => method === 'POST' && path.endsWith('/decision'))).toHaveLength(1);
    await stage.client.reaches(run, 'completed');
    await visitor.leave();
  });

  it('is not taken for made while the server cannot be reached, and what was typed stays', async () => {
    const run = await waiting();
    const visitor = await stage.visit({ path: `/runs/${run}` });
    const { page } = visitor;
    await page.getByLabel('Comment').fill('I have read the contract.');
    await visitor.context.setOffline(true);
    await approve(page).click();
    await page.getByText('The server cannot be reached. Nothing is decided as far as this page knows').waitFor();
    expect(await page.getByLabel('Comment').inputValue()).toBe('I have read the contract.');
    expect(await decisionsOf(run)).toEqual([]);
    await visitor.context.setOffline(false);
    // Nothing is sent behind somebody's back: it takes another press.
    await approve(page).click();
    await page.getByText('Approved by Ada Admin').first().waitFor();
    expect(await decisionsOf(run)).toMatchObject([{ action: 'approve', comment: 'I have read the contract.' }]);
    await visitor.leave({ network: true });
  });

  it('made through the link of the mail is on the screen by itself', async () => {
    const run = await waiting();
    const visitor = await stage.visit({ path: `/runs/${run}` });
    await visitor.page.getByText('Live', { exact: true }).waitFor();
    await stage.client.decideByLink(await stage.client.link(run), 'reject', 'Not this month.');
    await visitor.page.getByText('Rejected', { exact: true }).first().waitFor();
    await visitor.page.getByText('by finance@example.com').first().waitFor();
    await visitor.page.getByText('Not this month.').first().waitFor();
    await visitor.page.getByRole('button', { name: 'Run again' }).waitFor();
    await visitor.leave();
  });

  it('is seen by polling while the socket is away, and the polls stop with the run', async () => {
    const run = await waiting();
    const visitor = await stage.visit({
      path: `/runs/${run}`,
      before: (context) => context.routeWebSocket(/./, (socket) => socket.close()),
    });
    const { page } = visitor;
    await page.getByText('Reconnecting', { exact: true }).waitFor();
    const polls = () => visitor.calls.filter(({ path }) => path === `/v1/runs/${run}`);
    await until('three polls', async () => polls().length >= 4);
    const pauses = polls().flatMap(({ at }, index, all) => (index === 0 ? [] : [at - (all[index - 1]?.at ?? at)]));
    expect(Math.max(...pauses.slice(-2))).toBeGreaterThan(1_500);
    const { checkpoints } = await stage.client.run(run);
    await stage.client.call('POST', `/v1/checkpoints/${checkpoints[0]?.id}/decision`, { body: { action: 'approve' } });
    await page.getByText('Completed', { exact: true }).first().waitFor();
    // A run that is over is not asked for again, though two more polls would have been due.
    const seen = polls().length;
    await page.clock.install();
    await page.clock.runFor(6_000);
    expect(polls().length).toBe(seen);
    await visitor.leave({ network: true });
  });

  it('goes from question to question in the inbox, and says when there is none left', async () => {
    for (const order of ['first', 'second'])
      await stage.client.publish(
        `flow: ask-${order}\nsteps:\n  - { id: ask, approve: { to: operator@example.com, message: "Ship the ${order} order?", expires: 2d } }\n`,
      );
    await Promise.all([stage.client.start('ask-first', {}), stage.client.start('ask-second', {})]);
    const visitor = await stage.visit({ user: 'operator', path: '/approvals' });
    const { page } = visitor;
    await page.getByRole('link', { name: /Ship the second order/ }).waitFor();
    const open = page.getByRole('heading', { level: 3, name: /^Ship the (first|second) order\?$/ });
    const first = await open.textContent();
    await page.getByLabel('Comment').press('Control+Enter');
    await expect.poll(() => open.textContent()).not.toBe(first);
    await page.getByLabel('Comment').press('Control+Enter');
    await page.getByText('Nothing waits for you').waitFor();
    await expect
      .poll(
        async () =>
          (await stage.client.call<{ items: unknown[] }>('GET', '/v1/checkpoints?mine=true', { as: 'operator' })).body
            .items.length,
      )
      .toBe(0);
    await visitor.leave();
  });
});
