import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Connection } from '../../../shared/flow/connection.ts';
import type { EvaluatedRequest } from '../../../shared/steps/http.ts';
import { joinUrl, throughConnection } from '../../../shared/steps/through-connection.ts';

const base = { name: 'crm', url: 'https://crm.example.com/v2' };

describe('joining a path to a base URL', () => {
  it.each([
    ['https://crm.example.com', '/contacts', 'https://crm.example.com/contacts'],
    ['https://crm.example.com/', '/contacts', 'https://crm.example.com/contacts'],
    ['https://crm.example.com/v2/', '/contacts/C 1?a=b', 'https://crm.example.com/v2/contacts/C%201?a=b'],
    ['https://crm.example.com:8443/v2', '/', 'https://crm.example.com:8443/v2/'],
    ['https://crm.example.com/v2', '/users/ada@example.com:1', 'https://crm.example.com/v2/users/ada@example.com:1'],
  ])('%s and %s', (url, path, joined) => {
    expect(joinUrl({ name: 'crm', url }, path)).toBe(joined);
  });

  it('refuses what leads out, and does not repeat it: the path may hold a secret', () => {
    const refused = expect.objectContaining({
      retryable: false,
      error: expect.objectContaining({
        type: 'Connection.Path',
        message: expect.not.stringContaining('hidden') as string,
      }),
    });
    for (const path of ['@evil.example/hidden', '//evil.example/hidden', '/a/../../hidden', '/.. ', 'https://hidden'])
      expect(() => joinUrl(base, path)).toThrow(refused);
  });

  it('stays below the base URL or throws, whatever the path', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '%2e',
      '%2F',
      '@',
      ':',
      '?',
      '#',
      '\t',
      '\n',
      ' ',
      ';',
      'evil.example',
    );
    const path = fc
      .array(fc.oneof(piece, fc.string({ maxLength: 3 })), { maxLength: 12 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(path, fc.constantFrom('https://crm.example.com', base.url), (text, url) => {
        let joined: URL;
        try {
          joined = new URL(joinUrl({ name: 'crm', url }, `/${text}`));
        } catch {
          return;
        }
        expect(joined.origin).toBe('https://crm.example.com');
        expect(joined.href.startsWith(`${url}/`)).toBe(true);
        expect(`${joined.username}${joined.password}`).toBe('');
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a request through a connection', () => {
  const connection: Connection = {
    ...base,
    headers: { authorization: 'Bearer {{ secrets.TOKEN }}', 'x-team': '{{ secrets.TEAM }}', accept: 'text/plain' },
  };
  const options = { secrets: { TOKEN: 'token-1', TEAM: 'team-1' }, allowed: new Set<string>() };
  const request: EvaluatedRequest = { method: 'GET', url: '/contacts', headers: {}, query: {}, bound: [] };

  it('carries the headers of the connection, bound to its origin', async () => {
    expect(await throughConnection(request, connection, options)).toMatchObject({
      url: 'https://crm.example.com/v2/contacts',
      headers: { authorization: 'Bearer token-1', 'x-team': 'team-1', accept: 'text/plain' },
      bound: ['authorization', 'x-team', 'accept'],
      connection: { name: 'crm', credentials: ['authorization', 'x-team'] },
    });
  });

  it('sends the headers that the step sets itself instead', async () => {
    const own = { ...request, headers: { authorization: 'none', 'x-more': '1' } };
    expect(await throughConnection(own, connection, options)).toMatchObject({
      headers: { authorization: 'none', 'x-team': 'team-1', accept: 'text/plain', 'x-more': '1' },
      connection: { credentials: ['x-team'] },
    });
  });

  it('is not made without TLS once the deployment does not allow it any more', async () => {
    const plain = { ...connection, url: 'http://crm.example.com' };
    await expect(throughConnection(request, plain, options)).rejects.toMatchObject({
      error: { type: 'Connection.Url', message: expect.stringContaining('not be encrypted') },
    });
    const allowed = { ...options, allowed: new Set(['crm.example.com:80']) };
    expect((await throughConnection(request, plain, allowed)).url).toBe('http://crm.example.com/contacts');
  });
});
