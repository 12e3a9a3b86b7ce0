import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import Provider from 'oidc-provider';
import { renderSignIn } from '../pages/sign-in.ts';
import { isLocalUser, type LocalUser, localUsers } from './local-users.ts';
import { SignIns } from './sign-ins.ts';
import type { UserPool } from './user-pool.ts';

/** Where the provider and its sign-in page are served. */
const mount = '/_local/oidc';
const signIn = '/_local/sign-in/';

/**
 * The sign-in of a local deployment: OpenID Connect, authorization code with PKCE, one click per person. Its access tokens are those of
 * the user pool. Sign-ins lie in a file, so that they outlive a restart.
 */
export function createOpenIdProvider(pool: UserPool, url: string, options: { callbacks: string[]; file: string }) {
  const { clientId } = pool.options;
  const signIns = new SignIns(options.file);
  const provider = new Provider(`${url}${mount}`, {
    adapter: (kind: string) => signIns.adapter(kind),
    clients: [
      {
        client_id: clientId,
        redirect_uris: [...new Set([...options.callbacks, `${url}/callback`])],
        post_logout_redirect_uris: [`${url}/`],
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
      },
    ],
    jwks: { keys: [pool.key as never] },
    cookies: { keys: [signIns.cookieKey] },
    scopes: ['openid', 'offline_access', 'email', 'profile'],
    claims: { openid: ['sub'], email: ['email'], profile: ['name'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    ttl: { AccessToken: 3600, Session: 14 * 86_400, Grant: 14 * 86_400, Interaction: 3600, IdToken: 3600 },
    clientBasedCORS: () => true,
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => 'urn:sluice',
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: 'openid',
          audience: clientId,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    formats: {
      customizers: {
        async jwt(_context, token, parts) {
          const { accountId } = token as { accountId?: string };
          if (isLocalUser(accountId)) Object.assign(parts.payload, await pool.accessClaims(accountId));
        },
      },
    },
    findAccount: (_context, id) =>
      isLocalUser(id) ? { accountId: id, claims: () => ({ sub: id, ...localUsers[id] }) } : undefined,
    interactions: { url: (_context, { uid }) => `${signIn}${uid}` },
    // Everybody who signs in here trusts the one client there is: nobody is asked for consent.
    async loadExistingGrant(context) {
      const { client, session, provider: of } = context.oidc;
      if (client === undefined || session?.accountId === undefined) return undefined;
      const grant = new of.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid email profile offline_access');
      grant.addResourceScope('urn:sluice', 'openid');
      await grant.save();
      return grant;
    },
  });
  const serve = provider.callback();
  return {
    /** True when the path is the provider's own or its sign-in page's. */
    owns: (path: string) => path.startsWith(mount) || path.startsWith(signIn),
    async handle(request: IncomingMessage & { originalUrl?: string }, response: ServerResponse): Promise<void> {
      const path = request.url ?? '/';
      if (path.startsWith(mount)) {
        request.originalUrl = path;
        request.url = path.slice(mount.length) || '/';
        return void serve(request, response);
      }
      if (request.method !== 'POST')
        return void response
          .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' })
          .end(renderSignIn(Object.entries(localUsers) as [LocalUser, { name: string; email: string }][]));
      const user = new URLSearchParams(await text(request)).get('user');
      if (!isLocalUser(user))
        return void response.writeHead(400).end('There are the users admin, operator and viewer.');
      await provider.interactionFinished(request, response, { login: { accountId: user } });
    },
  };
}
