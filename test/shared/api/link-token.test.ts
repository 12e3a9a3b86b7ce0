import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeLinkToken, readLinkToken } from '../../../shared/api/link-token.ts';

const link = fc.record({
  checkpoint: fc.string({ minLength: 1 }),
  recipient: fc.emailAddress(),
  issue: fc.integer({ min: 1, max: 999 }),
});

it('reads back what it names, with the right secret only', () => {
  fc.assert(
    fc.property(link, fc.string({ minLength: 1 }), (named, secret) => {
      const token = makeLinkToken(secret, named);
      expect(readLinkToken(secret, token)).toEqual({ ...named, checkpoint: Buffer.from(named.checkpoint).toString() });
      expect(readLinkToken(`${secret}x`, token)).toBeUndefined();
      expect(token).toMatch(/^[\w.-]+$/);
    }),
  );
});

it('refuses a token in which anything was changed, cut off or added', () => {
  const token = makeLinkToken('s', { checkpoint: 'R.step', recipient: 'a@b.c', issue: 1 });
  fc.assert(
    fc.property(fc.nat(token.length - 1), fc.constantFrom(...'ABCxyz019-_.'), (index, letter) => {
      if (token[index] === letter) return;
      const read = readLinkToken('s', token.slice(0, index) + letter + token.slice(index + 1));
      // The last letter of base64url may hold bits that say nothing; what it then names is the same.
      if (read !== undefined) expect(read).toEqual({ checkpoint: 'R.step', recipient: 'a@b.c', issue: 1 });
    }),
  );
  for (const wrong of ['', 'x', token.slice(0, -1), `${token}.`, `${token}.x`, token.split('.').slice(0, 3).join('.')])
    expect(readLinkToken('s', wrong)).toBeUndefined();
});
