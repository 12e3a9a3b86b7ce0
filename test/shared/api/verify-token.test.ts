import { createLocalJWKSet, exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { verifyToken } from '../../../shared/api/verify-token.ts';

const issuer = 'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_pool';
const { privateKey, publicKey } = await generateKeyPair('RS256');
const keys = createLocalJWKSet({ keys: [{ ...(await exportJWK(publicKey)), alg: 'RS256', kid: 'one' }] });
const exp = Math.floor(Date.now() / 1000) + 60;
const good = { iss: issuer, token_use: 'access', client_id: 'people', scope: 'openid sluice/flows.read', exp };
const { exp: _never, ...forever } = good;

const sign = (claims: JWTPayload, kid = 'one') =>
  new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey);
const verify = (token: string, rules: Partial<Parameters<typeof verifyToken>[1]> = {}) =>
  verifyToken(token, { issuer, clients: ['people', 'machines'], keys, scope: 'flows.read', ...rules });

describe('an access token', () => {
  it('of the pool, for one of its clients and with the scope, is taken, and says when it runs out', async () => {
    expect(await verify(await sign(good))).toBe(exp);
    expect(await verify(await sign({ ...good, client_id: 'machines' }))).toBe(exp);
  });

  it.each<[string, JWTPayload, string]>([
    ['that has run out', { ...good, exp: exp - 120 }, 'token-expired'],
    ['that never runs out', forever, 'token-invalid'],
    ['of another pool', { ...good, iss: `${issuer}2` }, 'token-invalid'],
    ['of another client', { ...good, client_id: 'other' }, 'token-invalid'],
    ['that is an ID token', { ...good, token_use: 'id' }, 'token-invalid'],
    ['that does not allow it', { ...good, scope: 'openid sluice/flows.run' }, 'missing-scope'],
  ])('%s is refused', async (_what, claims, code) => {
    await expect(sign(claims).then((token) => verify(token))).rejects.toMatchObject({ code });
  });

  it('that is not signed, or with a key that is not the pool’s, is refused', async () => {
    await expect(verify(new UnsecuredJWT(good).encode())).rejects.toMatchObject({ code: 'token-invalid' });
    await expect(sign(good, 'two').then((token) => verify(token))).rejects.toMatchObject({ code: 'token-invalid' });
    await expect(verify('a.b.c')).rejects.toMatchObject({ code: 'token-invalid' });
  });

  it('is not called wrong when the keys of its issuer cannot be fetched', async () => {
    const away = async () => {
      throw new TypeError('fetch failed');
    };
    await expect(sign(good).then((token) => verify(token, { keys: away }))).rejects.toThrow('fetch failed');
  });
});
