import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import Provider from 'oidc-provider';
import { renderSignIn } from '../pages/sign-in.ts';
import { issuerPath } from './issuer-path.ts';
import { isLocalUser, type LocalUser, localUsers } from './local-users.ts';
import { SignIns } from './sign-ins.ts';
import type { UserPool } from './user-pool.ts';

/** The client of machines, for CI and other services: `client_credentials`. */
export interface MachineClient {
  id: string;
  secret: string;
  /** Full names, such as `sluice/flows.run`. */
  scopes: string[];
}

/** Where the sign-in page is served. */
const signIn = '/_local/sign-in/';
const logout = `${issuerPath}/logout`;

/** A URL of this machine as people may have typed it. */
const onBothHosts = (at: string) => [...new Set([at, at.replace('//127.0.0.1:', '//localhost:')])];

/** Cookies by which the provider knows a session. */
const sessionCookies = ['_session', '_session.sig', '_session.legacy', '_session.legacy.sig'];

/**
 * The sign-in of a local deployment: OpenID Connect, authorization code with PKCE, one click per person. Its access tokens are those of
 * the user pool. Sign-ins lie in a file, so that they outlive a restart.
 */
export function createOpenIdProvider(
  pool: UserPool,
  url: string,
  options: { callbacks: string[]; signOuts: string[]; file: string; machine?: MachineClient },
) {
  const { clientId } = pool.options;
  const { machine } = options;
  const signOuts = options.signOuts.flatMap(onBothHosts);
  const signIns = new SignIns(options.file);
  const provider = new Provider(`${url}${issuerPath}`, {
    adapter: (kind: string) => signIns.adapter(kind),
    clients: [
      {
        client_id: clientId,
        redirect_uris: options.callbacks.flatMap(onBothHosts),
        post_logout_redirect_uris: signOuts,
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
      },
      ...(machine === undefined
        ? []
        : [
            {
              client_id: machine.id,
              client_secret: machine.secret,
              grant_types: ['client_credentials'],
              redirect_uris: [],
              response_types: [],
              scope: machine.scopes.join(' '),
            },
          ]),
    ],
    jwks: { keys: [pool.key as never] },
    cookies: { keys: [signIns.cookieKey] },
    scopes: ['openid', 'offline_access', 'email', 'profile', ...(machine?.scopes ?? [])],
    claims: { openid: ['sub'], email: ['email'], profile: ['name'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    ttl: {
      AccessToken: 3600,
      ClientCredentials: 3600,
      Session: 14 * 86_400,
      RefreshToken: 30 * 86_400,
      Grant: 14 * 86_400,
      Interaction: 3600,
      IdToken: 3600,
    },
    // Where Cognito has it.
    routes: { jwks: '/.well-known/jwks.json' },
    // Cognito gives one for every code, and knows no scope offline_access.
    issueRefreshToken: async (_context, client) => client.grantTypeAllowed('refresh_token'),
    clientBasedCORS: () => true,
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      rpInitiatedLogout: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => 'urn:sluice',
        useGrantedResource: () => true,
        getResourceServerInfo: (_context, _resource, client) => ({
          scope: client.clientId === machine?.id ? machine.scopes.join(' ') : 'openid',
          audience: client.clientId,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    formats: {
      customizers: {
        async jwt(_context, token, parts) {
          const { accountId } = token as { accountId?: string };
          Object.assign(parts.payload, pool.lifetime());
          if (isLocalUser(accountId)) Object.assign(parts.payload, await pool.accessClaims(accountId));
          // A token of Cognito's client credentials: the client is its own subject.
          else if (machine !== undefined && parts.payload.client_id === machine.id)
            Object.assign(parts.payload, { sub: machine.id, iss: pool.options.issuer, token_use: 'access' });
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
  /** Cognito's own way to sign out (https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html). */
  const signOut = (query: URLSearchParams, response: ServerResponse) => {
    const location = query.get('logout_uri') ?? '';
    if (query.get('client_id') !== clientId || !signOuts.includes(location))
      return void response.writeHead(400).end('client_id and logout_uri are those of a client of this pool.');
    const cookies = sessionCookies.map((name) => `${name}=; path=/; max-age=0; httponly`);
    response.writeHead(302, { location, 'set-cookie': cookies }).end();
  };
  return {
    /** True when the path is the provider's own or its sign-in page's. */
    owns: (path: string) => path.startsWith(issuerPath) || path.startsWith(signIn),
    async handle(request: IncomingMessage & { originalUrl?: string }, response: ServerResponse): Promise<void> {
      const path = request.url ?? '/';
      if (path.startsWith(`${logout}?`)) return signOut(new URL(path, url).searchParams, response);
      if (path.startsWith(issuerPath)) {
        request.originalUrl = path;
        request.url = path.slice(issuerPath.length) || '/';
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
