import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { renderApprovalMail } from '../../../shared/view/approval-mail.ts';
import { renderApprovalPage } from '../../../shared/view/approval-page.ts';
import { escapeHtml } from '../../../shared/view/html.ts';

const pending = {
  state: 'pending' as const,
  title: 'T',
  message: 'Pay?',
  summary: 's',
  values: { amount: '5' },
  expiresAt: '2026-01-02T10:00:00.000Z',
  recipient: 'a@b.c',
  formToken: 'f',
};

it('asks with a button for each decision, and names the recipient and the end', () => {
  const page = renderApprovalPage(pending);
  expect([...page.matchAll(/<button type="submit" name="action" value="(\w+)"/g)].map(([, action]) => action)).toEqual([
    ...['approve', 'reject', 'skip'],
  ]);
  expect(page).toContain('Asked of a@b.c');
  expect(page).toContain('2026-01-02 10:00 UTC');
  expect(page).not.toContain('<script');
});

it('asks again with what was typed', () => {
  const page = renderApprovalPage({ ...pending, problem: 'Shorter.', typed: { comment: 'a <b>' } });
  expect(page).toMatch(/role="alert">Shorter\./);
  expect(page).toContain('>a &lt;b&gt;</textarea>');
});

it('takes a title for what it is, whatever it says', () => {
  expect(renderApprovalPage({ ...pending, title: 'STYLE' })).toContain('<title>STYLE · Sluice</title><style>');
});

it('says who decided and when, with the comment', () => {
  expect(
    renderApprovalPage({
      state: 'decided',
      title: 'T',
      message: 'Pay?',
      action: 'approve',
      by: 'Ana',
      at: '2026-01-01T14:05:00.000Z',
      comment: 'ok',
    }),
  ).toMatch(/Approved<\/strong> by Ana at .*2026-01-01 14:05 UTC.*“ok”/);
});

it('escapes whatever the data holds, in page and mail', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      const evil = `${a}<script>"'&${b}`;
      const page = renderApprovalPage({
        ...pending,
        title: evil,
        message: evil,
        summary: evil,
        values: { [evil]: evil },
        recipient: evil,
        formToken: evil,
      });
      const mail = renderApprovalMail({
        run: 'R',
        title: evil,
        message: evil,
        summary: evil,
        values: { [evil]: evil },
        expiresAt: pending.expiresAt,
        link: 'https://x/a/t',
      });
      for (const text of [page, mail.html]) {
        expect(text).not.toContain('<script>');
        expect(text).toContain(escapeHtml(evil));
      }
    }),
  );
});

it('is light: a page that a phone fetches has 30 KB at most, and fetches nothing else', () => {
  const page = renderApprovalPage(pending);
  expect(gzipSync(page).length).toBeLessThan(30 * 1_024);
  expect(page).not.toMatch(/<link|src=|url\(|@import/);
});

it('the mail names the run and holds the link on a line of its own', () => {
  const { text, subject } = renderApprovalMail({
    run: 'RUN1',
    title: 'T',
    message: 'Pay?',
    summary: '',
    values: { amount: '5' },
    expiresAt: pending.expiresAt,
    link: 'https://x/a/t',
  });
  expect(subject).toBe('Pay?');
  expect(text.split('\n')).toContain('https://x/a/t');
  expect(text).toContain('RUN1');
});
