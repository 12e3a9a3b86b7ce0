import type { Page } from 'playwright-core';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { setStage } from './stage.ts';
import type { Visitor } from './visitor.ts';

const shipOrder = `flow: ship-order
title: Ship an order
params: { type: object, required: [order], properties: { order: { type: string } } }
on:
  - schedule: { id: nightly, cron: "0 3 * * ? *", timezone: Europe/Berlin, params: { order: all } }
steps:
  - { id: pack, title: Pack it, transform: "{{ params.order }}" }
  - { id: agree, title: Agree, approve: { to: admin@example.com, message: "Ship {{ params.order }}?", expires: 2d } }
`;

const hooked = `flow: hooked
title: Hooked
params: { type: object, required: [order], properties: { order: { type: string } } }
on:
  - webhook: { verify: standard, secret: HOOK, params: { order: "{{ trigger.body.order }}" } }
steps:
  - { id: note, title: Note it, transform: "{{ params.order }}" }
`;

/** Puts another text into the editor, as pasting does. */
async function write(page: Page, text: string): Promise<void> {
  await page.locator('.cm-content').click();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(text);
}

describe('a flow in the console', () => {
  let visitor: Visitor;
  const stage = setStage({
    samples: false,
    async prepare() {
      visitor = await stage.visit();
    },
  });

  it('is written: what is wrong is told in place, the canvas follows the text, and it is published', async () => {
    const { page } = visitor;
    await visitor.open('/editor');
    await page.locator('.cm-content').waitFor();
    await write(page, shipOrder.replace('transform:', 'transfrom:'));
    const problems = page.getByRole('region', { name: 'Problems' });
    await problems
      .getByText(/transfrom/)
      .first()
      .waitFor();
    await problems
      .getByText(/did you mean|transform/i)
      .first()
      .waitFor();
    expect(await page.locator('.cm-lintRange-error').count()).toBeGreaterThan(0);
    expect(await page.title()).toMatch(/problem/);

    await write(page, shipOrder);
    await problems.getByRole('heading', { name: 'No problems' }).waitFor();
    await visitor
      .step('Pack it', 'Pending')
      .or(page.locator('.react-flow__node', { hasText: 'Pack it' }))
      .first()
      .waitFor();
    // As the title is typed anew, so is the name on the canvas.
    await write(page, shipOrder.replace('title: Pack it', 'title: Wrap it'));
    await page.locator('.react-flow__node', { hasText: 'Wrap it' }).waitFor();
    await page.getByText(/^A run costs/).waitFor();

    // What may stand here is offered.
    await page.keyboard.press('Control+End');
    await page.keyboard.insertText('  - id: more\n    ');
    await page.keyboard.press('Control+Space');
    await page.locator('.cm-tooltip-autocomplete').getByText('approve', { exact: true }).waitFor();
    await page.keyboard.press('Escape');

    await write(page, shipOrder);
    await problems.getByRole('heading', { name: 'No problems' }).waitFor();
    await page.keyboard.press('Control+Enter');
    const dialog = page.getByRole('dialog', { name: 'Publish version 1 of ship-order' });
    await dialog.getByText('A new flow. It begins in sandbox').waitFor();
    await dialog.getByRole('button', { name: 'Publish to sandbox' }).click();
    await page.getByText('Version 1', { exact: true }).waitFor();
    expect((await stage.client.call<{ latest: number }>('GET', '/v1/flows/ship-order')).body.latest).toBe(1);
    visitor.expectNoComplaints({ network: true });
  });

  it('is compared with itself, promoted, and paused', async () => {
    await stage.client.publish(shipOrder.replace('expires: 2d', 'expires: 4d'));
    const { page } = visitor;
    await visitor.open('/flows/ship-order?tab=versions');
    await page.getByRole('link', { name: 'What changed' }).click();
    await page.getByRole('heading', { level: 1, name: 'Version 1 and version 2' }).waitFor();
    await visitor.step('Agree', 'Changed').waitFor();
    await page.locator('.cm-changedLine, .cm-deletedChunk', { hasText: 'expires: 4d' }).first().waitFor();

    await visitor.open('/flows/ship-order?tab=versions');
    await page.getByRole('button', { name: /^Use/ }).first().click();
    await page.getByRole('menuitem', { name: /live/ }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Put version 2 into live' }).click();
    await page.getByText('live runs version 2').waitFor();

    await visitor.open('/flows/ship-order?tab=triggers');
    await page.getByRole('heading', { level: 3, name: /3:00|03:00/ }).waitFor();
    // The next five, in the zone of the schedule.
    expect(await page.getByRole('row').count()).toBe(6);
    await page.getByRole('button', { name: 'Pause nightly in live' }).click();
    await page.getByText('Paused', { exact: true }).first().waitFor();
    await page.getByText(/paused by Ada Admin/).waitFor();
    await page.getByRole('button', { name: 'Resume nightly in live' }).click();
    await page.getByRole('button', { name: 'Pause nightly in live' }).waitFor();

    await page.getByRole('switch').click();
    await page.getByText('Switched off by Ada Admin').waitFor();
    const refused = await stage.client.call<{ code: string }>('POST', '/v1/flows/ship-order/runs', {
      body: { params: { order: 'A' } },
    });
    expect(refused.body.code).toBe('flow-off');
    await page.getByRole('switch').click();
    await page.getByText('Switched off by Ada Admin').waitFor({ state: 'detached' });
    visitor.expectNoComplaints({ network: true });
  });

  it('shows what was delivered to it, and takes it once more', async () => {
    const secret = `whsec_${Buffer.from('a secret of thirty-two letters!!').toString('base64')}`;
    await stage.client.call('PUT', '/v1/environments/sandbox/secrets/HOOK', { body: { value: secret } });
    await stage.client.publish(hooked);
    const { page } = visitor;
    await visitor.open('/flows/hooked?tab=triggers');
    await page.getByText('Nothing was delivered yet.').waitFor();
    const url =
      (await page
        .getByText(/\/hooks\/hooked\/sandbox-/)
        .first()
        .textContent()) ?? '';
    const deliver = (body: string, signature?: string) => {
      const [id, at] = [`msg_${crypto.randomUUID()}`, new Date()];
      return fetch(url.trim(), {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
          'webhook-signature': signature ?? new Webhook(secret).sign(id, at, body),
        },
      });
    };
    expect((await deliver('{"order":"A-1"}')).status).toBe(202);
    expect((await deliver('{"order":"A-1"}', 'v1,AAAA')).status).toBe(401);
    await visitor.open('/flows/hooked?tab=triggers');
    await page.getByText('Accepted', { exact: true }).waitFor();
    await page.getByText('Refused', { exact: true }).waitFor();
    await page.getByRole('button', { name: /^Replay/ }).click();
    await page.getByText(/^Replayed as run/).waitFor();
    await expect
      .poll(
        async () => (await stage.client.call<{ items: unknown[] }>('GET', '/v1/runs?flow=hooked')).body.items.length,
      )
      .toBe(2);
    visitor.expectNoComplaints({ network: true });
  });

  it('says why a run does not start, where it was asked for', async () => {
    await stage.client.publish(
      'flow: picky\nparams: { type: object, properties: { n: { type: integer } } }\npreflight: [{ check: "{{ params.n < 10 }}", message: "Ten and more need the other flow." }]\nsteps: [{ id: a, transform: 1 }]\n',
    );
    const { page } = visitor;
    await visitor.open('/flows/picky?dialog=run');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    await dialog.getByLabel(/^n\b/).fill('12');
    await dialog.getByRole('button', { name: /^Start in/ }).click();
    await dialog.getByText('Ten and more need the other flow.').waitFor();
    expect(await dialog.getByLabel(/^n\b/).inputValue()).toBe('12');
    await dialog.getByLabel(/^n\b/).fill('2');
    await dialog.getByRole('button', { name: /^Start in/ }).click();
    await page.waitForURL(/\/runs\//);
    await page.getByText('Completed', { exact: true }).first().waitFor();
    await visitor.leave({ network: true });
  });
});
