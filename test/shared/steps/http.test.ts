import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPublic } from '../../../shared/steps/checked-address.ts';
import { callHttp, type EvaluatedRequest, retryAfterMs } from '../../../shared/steps/http.ts';
import { portOf } from '../../support/port-of.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;
const handlers: Record<string, Handler> = {};
let server: Server;
let other: Server;
let host: string;
const seen: IncomingMessage[] = [];

beforeAll(async () => {
  const listen = async () => {
    const made = createServer(async (request, response) => {
      seen.push(request);
      const body = await text(request);
      handlers[request.url?.split('?')[0] ?? '']?.(request, response, body);
    }).listen(0, '127.0.0.1');
    await once(made, 'listening');
    return made;
  };
  [server, other] = await Promise.all([listen(), listen()]);
  host = `127.0.0.1:${portOf(server)}`;
});
afterAll(() => {
  for (const each of [server, other]) {
    each.closeAllConnections();
    each.close();
  }
});

const request = (path: string, more: Partial<EvaluatedRequest> = {}): EvaluatedRequest => ({
  method: 'GET',
  url: path.startsWith('http') ? path : `http://${host}${path}`,
  headers: {},
  query: {},
  ...more,
});
const call = (
  path: string,
  more: Partial<EvaluatedRequest> = {},
  options: { timeoutMs?: number; allowed?: string[]; redact?: (text: string) => string } = {},
) =>
  callHttp(request(path, more), {
    idempotencyKey: 'R/s/1',
    timeoutMs: options.timeoutMs ?? 5_000,
    allowed: new Set(options.allowed ?? [host, `127.0.0.1:${portOf(other)}`]),
    now: () => Date.now(),
    ...(options.redact === undefined ? {} : { redact: options.redact }),
  });

describe('an http step', () => {
  it('sends JSON with its idempotency key and reads JSON', async () => {
    handlers['/pay'] = (incoming, response, body) =>
      response.writeHead(201, { 'content-type': 'application/json' }).end(
        JSON.stringify({
          key: incoming.headers['idempotency-key'],
          type: incoming.headers['content-type'],
          sent: JSON.parse(body),
          url: incoming.url,
        }),
      );
    expect(
      await call('/pay', { method: 'POST', query: { a: 1 }, body: { type: 'application/json', text: '{"x":1}' } }),
    ).toMatchObject({ status: 201, body: { key: 'R/s/1', type: 'application/json', sent: { x: 1 }, url: '/pay?a=1' } });
  });

  it.each([
    [404, false],
    [408, true],
    [425, true],
    [429, true],
    [500, true],
    [503, true],
  ])('fails on %s; another attempt may help: %s', async (status, retryable) => {
    handlers['/status'] = (_incoming, response) => response.writeHead(status, { 'retry-after': '7' }).end('reason');
    await expect(call('/status')).rejects.toMatchObject({
      retryable,
      retryAfterMs: 7_000,
      error: { type: 'Http.Status', details: { status, body: 'reason' } },
    });
  });

  it('ends a slow drip at its time limit', async () => {
    handlers['/drip'] = (_incoming, response) => {
      const timer = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(timer));
    };
    await expect(call('/drip', {}, { timeoutMs: 200 })).rejects.toMatchObject({
      retryable: true,
      error: { type: 'Http.Timeout' },
    });
  });

  it('refuses an answer that unpacks to more than 5 MB', async () => {
    handlers['/bomb'] = (_incoming, response) =>
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(6 * 1024 * 1024)));
    await expect(call('/bomb')).rejects.toMatchObject({ error: { type: 'Http.TooLarge' } });
  });

  it('follows redirects, without credentials to another origin, and not for ever', async () => {
    handlers['/to-other'] = (_incoming, response) =>
      response.writeHead(302, { location: `http://127.0.0.1:${portOf(other)}/end` }).end();
    handlers['/end'] = (incoming, response) => response.end(incoming.headers.authorization ?? 'none');
    expect(await call('/to-other', { headers: { authorization: 'secret' } })).toMatchObject({ body: 'none' });
    handlers['/loop'] = (_incoming, response) => response.writeHead(302, { location: '/loop' }).end();
    await expect(call('/loop')).rejects.toMatchObject({ error: { type: 'Http.Redirects' } });
  });

  it('leaves headers that are bound to the first origin behind, on the way back too', async () => {
    const away = `http://127.0.0.1:${portOf(other)}/back`;
    handlers['/away'] = (_incoming, response) => response.writeHead(307, { location: away }).end();
    handlers['/back'] = (_incoming, response) => response.writeHead(307, { location: `http://${host}/shows` }).end();
    handlers['/stays'] = (_incoming, response) => response.writeHead(307, { location: '/shows' }).end();
    handlers['/shows'] = ({ headers }, response) =>
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify([headers['x-crm'] ?? null, headers['x-mine'] ?? null, headers['content-type'] ?? null]));
    const sent = {
      method: 'POST',
      headers: { 'X-Crm': 'secret', 'x-mine': 'mine', 'content-type': 'application/vnd.crm+json' },
      bound: ['x-crm', 'content-type'],
      body: { type: 'application/json', text: '{}' },
    };
    expect(await call('/stays', sent)).toMatchObject({ body: ['secret', 'mine', 'application/vnd.crm+json'] });
    expect(await call('/away', sent)).toMatchObject({ body: [null, 'mine', 'application/json'] });
  });

  it('sends no secret of a body on to another origin, and cuts an answer only after the secret is out of it', async () => {
    const redact = (text: string) => text.replaceAll('hush-hush', '(secret S)');
    handlers['/on'] = (_incoming, response) =>
      response.writeHead(308, { location: `http://127.0.0.1:${portOf(other)}/end` }).end();
    const body = (text: string) => ({ method: 'POST', body: { type: 'text/plain', text } });
    const before = seen.length;
    await expect(call('/on', body('hush-hush'), { redact })).rejects.toMatchObject({
      error: { type: 'Http.Redirect' },
    });
    expect(seen.length).toBe(before + 1);
    handlers['/end'] = (_incoming, response) => response.end('there');
    expect(await call('/on', body('open'), { redact })).toMatchObject({ body: 'there' });
    handlers['/long'] = (_incoming, response) => response.writeHead(400).end(`${'x'.repeat(2_044)}hush-hush`);
    await expect(call('/long', {}, { redact })).rejects.toMatchObject({
      error: { details: { body: `${'x'.repeat(2_044)}(sec` } },
    });
  });

  it('checks the address of every hop', async () => {
    handlers['/inside'] = (_incoming, response) =>
      response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end();
    await expect(call('/inside')).rejects.toMatchObject({ retryable: false, error: { type: 'Http.AddressRefused' } });
  });

  it.each([
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://localhost/',
    'http://169.254.169.254/',
    'http://10.0.0.1/',
    'http://[fd00::1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://0.0.0.0/',
  ])('refuses %s', async (url) => {
    const before = seen.length;
    await expect(call(url, {}, { allowed: [] })).rejects.toMatchObject({ error: { type: 'Http.AddressRefused' } });
    expect(seen.length).toBe(before);
  });

  it.each(['ftp://example.com/', 'file:///etc/passwd', 'nonsense'])('refuses %s', async (url) => {
    await expect(
      callHttp(
        { method: 'GET', url, headers: {}, query: {} },
        { idempotencyKey: 'k', timeoutMs: 1_000, allowed: new Set(), now: () => 0 },
      ),
    ).rejects.toMatchObject({ error: { type: 'Http.Url' } });
  });

  it('reads Retry-After as seconds and as a date', () => {
    expect(retryAfterMs('120', 0)).toBe(120_000);
    expect(retryAfterMs('Thu, 01 Jan 2026 00:01:00 GMT', Date.UTC(2026, 0, 1))).toBe(60_000);
    expect(retryAfterMs('soon', 0)).toBeUndefined();
  });

  it('knows public addresses', () => {
    expect(['8.8.8.8', '2606:4700::1111'].every(isPublic)).toBe(true);
    expect(['192.168.1.1', '100.64.0.1', '224.0.0.1', '::', 'fe80::1'].some(isPublic)).toBe(false);
  });
});
