import { describe, expect, it } from 'vitest';
import { baseUrlProblem, connectionProblems, pathProblem } from '../../../shared/flow/connection.ts';

const allowed = new Set(['127.0.0.1:5001', 'crm.internal:80', '::1:8080']);
const url = 'https://crm.example.com/v2';

describe('a base URL', () => {
  it.each([
    'https://crm.example.com',
    'https://crm.example.com/',
    'https://crm.example.com:8443/v2',
    'https://crm.example.com/v2/',
    'http://127.0.0.1:5001/v2',
    'http://crm.internal',
    'http://[::1]:8080',
  ])('is %s', (text) => {
    expect(baseUrlProblem(text, allowed)).toBeUndefined();
  });

  it.each([
    ['crm.example.com', 'no base URL'],
    ['', 'no base URL'],
    ['ftp://crm.example.com', 'no base URL'],
    ['javascript:alert(1)', 'no base URL'],
    ['{{ env.CRM }}/v2', 'no expressions'],
    ['https://ada:pass-word-1@crm.example.com', 'no user name'],
    ['https://crm.example.com?key=1', 'ends with its path'],
    ['https://crm.example.com/?', 'ends with its path'],
    ['https://crm.example.com/#', 'ends with its path'],
    ['http://crm.example.com', 'HttpAllow'],
    ['http://127.0.0.1:5002', 'HttpAllow'],
    ['https://crm.example.com/v2/../v1', '"https://crm.example.com/v1"'],
    ['https://crm.example.com/v2/%2e%2e', '"https://crm.example.com/"'],
    ['https:\\\\crm.example.com', '"https://crm.example.com/"'],
    ['https://CRM.example.com:443/v2', '"https://crm.example.com/v2"'],
    [' https://crm.example.com', '"https://crm.example.com/"'],
  ])('is not %s', (text, said) => {
    const problem = baseUrlProblem(text, allowed);
    expect(problem).toContain(said);
    expect(problem).not.toContain('pass-word');
  });
});

describe('headers of a connection', () => {
  const messages = (headers: Record<string, string>) =>
    connectionProblems({ url, headers }, allowed).map(({ path, message }) => `${path}: ${message}`);

  it('may be plain, and name secrets', () => {
    expect(
      messages({
        accept: 'application/json',
        Authorization: 'Bearer {{ secrets.CRM_TOKEN }}',
        'x-api-key': '{{secrets.CRM_KEY}}',
        'x-team': 'a {{ secrets.TEAM }} b',
      }),
    ).toEqual([]);
  });

  it.each(['authorization', 'Cookie', 'x-auth', 'x-api-key', 'X-Access-Token', 'client-secret', 'x-password'])(
    'hold no credential: %s names a secret, and the refusal does not repeat the value',
    (name) => {
      const [message, ...others] = messages({ [name]: 'Bearer 0123456789' });
      expect(others).toEqual([]);
      expect(message).toContain('put the value into a secret');
      expect(message).not.toContain('0123456789');
    },
  );

  it.each([
    ['x-a', '{{ env.NAME }}', 'secrets and nothing else'],
    ['x-a', "{{ $base64encode('u:' & secrets.NAME) }}", 'secrets and nothing else'],
    ['x-a', '{{ secrets }}', 'secrets and nothing else'],
    ['x-a', '{{ secrets.lower }}', 'secrets and nothing else'],
    ['x-a', '{{ secrets.A', 'never closed'],
    ['x-a', 'a\r\nx-b: c', 'one line'],
    ['x-a', 'é', 'one line'],
    ['x a', 'b', 'name of a header'],
    ['__proto__', 'b', 'name of a header'],
    ['Host', 'evil.example', 'set by Sluice'],
    ['idempotency-key', '{{ secrets.A }}', 'set by Sluice'],
  ])('are refused: %s: %s', (name, value, said) => {
    expect(messages(Object.fromEntries([[name, value]])).join()).toContain(said);
  });

  it('says everything that is wrong at once', () => {
    const many = Object.fromEntries(Array.from({ length: 21 }, (_, index) => [`x-${index}`, '1']));
    const problems = connectionProblems({ url: 'x', headers: { ...many, A: '1', a: '2' } }, allowed);
    expect(problems.map(({ path }) => path)).toEqual(['url', 'headers', 'headers.a']);
  });
});

describe('a path below a base URL', () => {
  it.each(['/', '/contacts/C-1', '/a//b', '/a/...', '/a/..b', '/a%20b/%2Fc', '/a?x=../..#/../', '/a/.well-known'])(
    'is %s',
    (path) => {
      expect(pathProblem(path)).toBeUndefined();
    },
  );

  it.each([
    '',
    'contacts',
    'https://evil.example',
    '@evil.example',
    ':80@evil.example/',
    '.evil.example',
    '?x',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/..',
    '/.. ',
    '/../admin',
    '/a/../../admin',
    '/a/./b',
    '/a/%2e%2E/b',
    '/a/.%2e/b',
    '/a/%252e%252e/b',
    '/a/..%2fadmin',
    '/a%2f..%2fadmin',
    '/a/..%5cadmin',
    '/a\\..\\admin',
    '/a/..;x=1/admin',
    '/a/.\n./admin',
    '/a/..?x',
    '/a/..#x',
  ])('is not %j', (path) => {
    expect(pathProblem(path)).toBeDefined();
  });
});
