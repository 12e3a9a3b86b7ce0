import { type User, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import { config } from './config.ts';

/** Whoever is signed in, as the access token says. */
export interface Me {
  id: string;
  name: string;
  email?: string;
  scopes: ReadonlySet<string>;
}

let made: Promise<UserManager> | undefined;

/** Authorization code with PKCE; what is known of the person lies in this tab's session storage and nowhere else. */
function manager(): Promise<UserManager> {
  made ??= config().then(
    ({ issuer, clientId }) =>
      new UserManager({
        authority: issuer,
        client_id: clientId,
        redirect_uri: `${location.origin}/callback`,
        scope: 'openid email profile',
        userStore: new WebStorageStateStore({ store: sessionStorage }),
        automaticSilentRenew: false,
      }),
  );
  return made;
}

async function current(): Promise<User | undefined> {
  const user = await (await manager()).getUser();
  return user === null || user.expired === true ? undefined : user;
}

/** Leaves for the sign-in page, and comes back to where it was asked for. Never returns. */
export async function signIn(): Promise<never> {
  const state = location.pathname === '/callback' ? '/' : `${location.pathname}${location.search}`;
  await (await manager()).signinRedirect({ state });
  return new Promise(() => undefined);
}

/** The end of a sign-in: answers the path that it began from. */
export async function finishSignIn(): Promise<string> {
  const user = await (await manager()).signinRedirectCallback();
  return typeof user.state === 'string' && user.state.startsWith('/') ? user.state : '/';
}

/** Signs out here and at the issuer. */
export async function signOut(): Promise<void> {
  const { signOutUrl = '/' } = await config();
  await (await manager()).removeUser();
  location.assign(signOutUrl);
}

let renewing: Promise<string | undefined> | undefined;

/** A new access token by the refresh token, without leaving the page; undefined when the person must sign in again. */
export function freshToken(): Promise<string | undefined> {
  renewing ??= manager()
    .then(async (users) => ((await users.getUser())?.refresh_token === undefined ? null : users.signinSilent()))
    .then(
      (user) => user?.access_token,
      () => undefined,
    )
    .finally(() => {
      renewing = undefined;
    });
  return renewing;
}

/** The access token as long as there is one to be had without leaving the page. */
export async function heldToken(): Promise<string | undefined> {
  return (await current())?.access_token ?? (await freshToken());
}

/** The access token; a new one when it has run out, and signs in when there is none. */
export async function accessToken(): Promise<string> {
  return (await heldToken()) ?? (await signIn());
}

function claimsOf(token: string): Record<string, unknown> {
  const [, body = ''] = token.split('.');
  const bytes = Uint8Array.from(atob(body.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>;
}

/** Who is signed in; signs in when nobody is. */
export async function me(): Promise<Me> {
  const { sub, name, email, scope = '' } = claimsOf(await accessToken());
  return {
    id: String(sub),
    name: String(name ?? email ?? sub),
    ...(typeof email === 'string' ? { email } : {}),
    scopes: new Set(
      String(scope)
        .split(' ')
        .map((each) => each.replace(/^sluice\//, '')),
    ),
  };
}
