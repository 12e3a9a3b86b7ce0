import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeRedactor } from '../../../shared/steps/redact.ts';

describe('redaction', () => {
  const secret = 'sk/live+42 ä"x';
  const redact = makeRedactor({ KEY: secret });
  it.each([
    ['as it is', `before ${secret} after`],
    ['URL-encoded', `https://x/?k=${encodeURIComponent(secret)}`],
    ['as a form field', new URLSearchParams({ k: secret }).toString()],
    ['inside JSON text', JSON.stringify({ k: secret })],
    ['in Base64', Buffer.from(secret).toString('base64')],
    ['in Basic authorization', Buffer.from(`user:${secret}`).toString('base64')],
    ['in Base64 for URLs, amid other things', Buffer.from(`ab${secret}cd`).toString('base64url')],
  ])('takes a secret out %s', (_how, text) => {
    expect(redact(text)).toContain('(secret KEY)');
    expect(redact(text)).not.toContain('live');
  });

  it('takes out what is left of a secret with white space around it, as headers carry it', () => {
    const clean = makeRedactor({ KEY: 'live-secret-42\n' });
    expect(clean({ echoed: 'Bearer live-secret-42, in Base64 bGl2ZS1zZWNyZXQtNDI=' })).toEqual({
      echoed: 'Bearer (secret KEY), in Base64 (secret KEY)NDI=',
    });
  });

  it('looks into keys and lists, and leaves the rest as it is', () => {
    expect(redact({ [secret]: [1, null, { deep: secret }], other: 'x' })).toEqual({
      '(secret KEY)': [1, null, { deep: '(secret KEY)' }],
      other: 'x',
    });
  });

  it('leaves no secret in any text around it, in any alignment of Base64', () => {
    const text = fc.string({ minLength: 0, maxLength: 20, unit: 'grapheme-ascii' });
    fc.assert(
      fc.property(
        text,
        text,
        fc.string({ minLength: 12, maxLength: 40, unit: 'grapheme-ascii' }),
        (before, after, value) => {
          const clean = makeRedactor({ S: value });
          for (const form of ['base64', 'base64url'] as const) {
            const left = clean(Buffer.from(before + value + after).toString(form));
            expect(left).toContain('(secret S)');
          }
          expect(clean(before + value + after)).toContain('(secret S)');
        },
      ),
    );
  });
});
