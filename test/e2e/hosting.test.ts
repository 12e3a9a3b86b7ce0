import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBrowser } from '../support/browser.ts';
import { Client } from '../support/client.ts';
import { startTestCloud, type TestCloud } from '../support/cloud.ts';
import { TestSocket } from '../support/socket.ts';

interface Config {
  issuer: string;
  clientId: string;
  socketUrl: string;
  signOutUrl: string;
}

describe('the console’s distribution', () => {
  let cloud: TestCloud;
  const get = (path: string, init: RequestInit = {}) => fetch(`${cloud.url}${path}`, { redirect: 'manual', ...init });
  const config = async () => (await (await get('/config.json')).json()) as Config;

  beforeAll(async () => {
    cloud = await startTestCloud({ samples: false });
  });
  afterAll(() => cloud?.close());

  it('answers the index at every path of the console, with headers that let nothing but its own script run', async () => {
    const index = await get('/');
    const text = await index.text();
    expect(text).toMatch(/<script type="module"[^>]* src="\/assets\//);
    const { socketUrl } = await config();
    for (const path of [
      '/',
      '/runs',
      '/runs/01ARZ3NDEKTSV4RRFFQ69G5FAV?tab=events',
      '/approvals',
      '/flows/a/compare/1/2',
    ]) {
      const answer = await get(path);
      expect([path, answer.status, await answer.text()]).toEqual([path, 200, text]);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'content-type': 'text/html',
        'cache-control': 'no-cache',
        'content-security-policy': `default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; connect-src 'self' ${socketUrl} ${cloud.url}/_local/oidc/ ${cloud.url}/_local/oidc/; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; manifest-src 'self'`,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'same-origin',
        'strict-transport-security': 'max-age=63072000; includeSubDomains',
      });
    }
    const again = await get('/', { headers: { 'if-none-match': index.headers.get('etag') ?? '' } });
    expect(again.status).toBe(304);
  });

  it('answers files as they are: hashed ones for good, what is not there with an error', async () => {
    const [, asset = ''] = /src="(\/assets\/[^"]+)"/.exec(await (await get('/')).text()) ?? [];
    const answer = await get(asset);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/javascript',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    for (const path of ['/assets/nothing.js', '/favicon-of-nobody.ico', '/../package.json']) {
      const missing = await get(path);
      expect([path, missing.status]).toEqual([path, 403]);
      expect(missing.headers.get('content-security-policy')).toContain("default-src 'none'");
    }
    expect((await get('/runs', { method: 'POST' })).status).toBe(403);
  });

  it('leaves the API’s paths to the API, errors and all', async () => {
    const client = new Client(cloud.url);
    expect(await client.call('GET', '/v1/nothing')).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect((await client.call('GET', '/v1/nothing', { as: 'nobody' })).status).toBe(401);
    expect((await get('/v1/openapi.json')).headers.get('content-security-policy')).toBeNull();
    expect((await get('/a/no-such-link')).status).toBe(404);
    expect((await get('/hooks/no/such', { method: 'POST' })).status).toBe(404);
  });

  it('tells the console where it is signed in and where it hears of runs, all on this machine', async () => {
    const { issuer, clientId, socketUrl, signOutUrl } = await config();
    const discovery = (await (await fetch(`${issuer}/.well-known/openid-configuration`)).json()) as Record<
      string,
      string
    >;
    expect(discovery.issuer).toBe(issuer);
    for (const url of [issuer, discovery.authorization_endpoint, discovery.token_endpoint, signOutUrl])
      expect(new URL(url ?? '').origin).toBe(cloud.url);
    const socket = await TestSocket.open(socketUrl);
    expect(await socket.subscribe(await new Client(cloud.url).token(), 'all')).toMatchObject({ subscribed: 'all' });
    socket.close();
    const out = await fetch(signOutUrl, { redirect: 'manual' });
    expect([out.status, out.headers.get('location')]).toEqual([302, `${cloud.url}/`]);
    expect(out.headers.getSetCookie().join()).toContain('_session=; path=/; max-age=0');
    expect((await fetch(signOutUrl.replace(/logout_uri=.*/, 'logout_uri=https://evil.example/'))).status).toBe(400);
    for (const host of ['127.0.0.1', 'localhost']) {
      const asked = new URL(discovery.authorization_endpoint ?? '');
      asked.search = new URLSearchParams({
        client_id: clientId,
        response_type: 'code',
        scope: 'openid email profile',
        redirect_uri: `http://${host}:${new URL(cloud.url).port}/callback`,
        code_challenge: 'x'.repeat(43),
        code_challenge_method: 'S256',
      }).toString();
      const login = await fetch(asked, { redirect: 'manual' });
      expect([host, login.headers.get('location')]).toEqual([host, expect.stringContaining('/_local/sign-in/')]);
    }
  });

  it('has a browser let its pages reach what they need and nothing else', async () => {
    const browser: Browser = await startBrowser();
    try {
      const page = await browser.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      const { issuer, socketUrl } = await config();
      await page.goto(`${cloud.url}/config.json`);
      const reached = await page.evaluate(
        async ([discovery, socket]) => {
          const opened = (url: string) =>
            new Promise<boolean>((resolve) => {
              const made = new WebSocket(url);
              made.onopen = () => resolve(true);
              made.onerror = () => resolve(false);
            });
          return [
            (await fetch(discovery ?? '')).ok,
            await opened(socket ?? ''),
            await fetch('https://example.com/').then(
              () => true,
              () => false,
            ),
          ];
        },
        [`${issuer}/.well-known/openid-configuration`, socketUrl],
      );
      expect(reached).toEqual([true, true, false]);
      expect(complaints.join()).toContain('Content Security Policy');
    } finally {
      await browser.close();
    }
  });
});

it('a distribution that the policy of its bucket does not let read serves nothing', async () => {
  const cloud = await startTestCloud({
    samples: false,
    changeTemplate: (template) => ({
      ...template,
      Resources: Object.fromEntries(
        Object.entries(template.Resources).filter(
          ([id, { Type }]) => !(Type === 'AWS::S3::BucketPolicy' && id.startsWith('Console')),
        ),
      ),
    }),
  });
  try {
    expect((await fetch(cloud.url)).status).toBe(403);
    expect(cloud.refusals().at(-1)).toMatch(
      /^cloudfront\.amazonaws\.com is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::\w+\/index\.html/,
    );
  } finally {
    await cloud.close();
  }
});
