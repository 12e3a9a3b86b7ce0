import { exportJWK, generateKeyPair, importJWK, type JWK, jwtVerify, SignJWT } from 'jose';
import { DocumentFile } from '../document-file.ts';

/** The people of a local deployment; groups of the same names give them their scopes. */
const users = ['admin', 'operator', 'viewer'] as const;
export type LocalUser = (typeof users)[number];
export const isLocalUser = (name: unknown): name is LocalUser => users.includes(name as LocalUser);

const names: Record<LocalUser, string> = { admin: 'Ada Admin', operator: 'Oscar Operator', viewer: 'Vera Viewer' };
const hourSeconds = 3600;

/** Issues and checks access tokens of Cognito's shape; the template's pre-token-generation trigger gives them their scopes. */
export class TokenIssuer {
  readonly #key: JWK;
  readonly #issuer: string;
  readonly #clientId: string;
  readonly #trigger: (event: unknown) => Promise<unknown>;

  private constructor(
    key: JWK,
    options: { issuer: string; clientId: string; trigger: (event: unknown) => Promise<unknown> },
  ) {
    this.#key = key;
    this.#issuer = options.issuer;
    this.#clientId = options.clientId;
    this.#trigger = options.trigger;
  }

  static async open(
    file: string,
    options: { issuer: string; clientId: string; trigger: (event: unknown) => Promise<unknown> },
  ): Promise<TokenIssuer> {
    const kept = new DocumentFile<{ key?: JWK }>(file, {});
    if (kept.value.key === undefined) {
      const { privateKey } = await generateKeyPair('RS256', { extractable: true });
      kept.value = { key: { ...(await exportJWK(privateKey)), alg: 'RS256' } };
      kept.save();
    }
    return new TokenIssuer(kept.value.key as JWK, options);
  }

  /** An access token for one of the three users. */
  async issue(user: LocalUser): Promise<string> {
    const email = `${user}@example.com`;
    const event = {
      version: '2',
      triggerSource: 'TokenGeneration_Authentication',
      userName: user,
      request: {
        userAttributes: { sub: user, name: names[user], email },
        groupConfiguration: { groupsToOverride: [user] },
        scopes: ['openid'],
      },
      response: {},
    };
    const answered = (await this.#trigger(event)) as {
      response: {
        claimsAndScopeOverrideDetails?: {
          accessTokenGeneration?: { claimsToAddOrOverride?: Record<string, unknown>; scopesToAdd?: string[] };
        };
      };
    };
    const { claimsToAddOrOverride = {}, scopesToAdd = [] } =
      answered.response.claimsAndScopeOverrideDetails?.accessTokenGeneration ?? {};
    return new SignJWT({
      ...claimsToAddOrOverride,
      token_use: 'access',
      client_id: this.#clientId,
      username: user,
      'cognito:groups': [user],
      scope: ['openid', ...scopesToAdd].join(' '),
    })
      .setProtectedHeader({ alg: 'RS256' })
      .setSubject(user)
      .setIssuer(this.#issuer)
      .setIssuedAt()
      .setExpirationTime(`${hourSeconds}s`)
      .sign(await importJWK(this.#key, 'RS256'));
  }

  /** The claims of a token that this issuer made for one of the audiences; undefined for any other. */
  async verify(token: string, issuer: string, audiences: string[]): Promise<Record<string, unknown> | undefined> {
    const { kty, n, e } = this.#key;
    try {
      const { payload } = await jwtVerify(
        token,
        await importJWK({ kty: kty ?? 'RSA', n: n ?? '', e: e ?? '' }, 'RS256'),
        { issuer },
      );
      return audiences.includes(String(payload.aud ?? payload.client_id)) ? payload : undefined;
    } catch {
      return undefined;
    }
  }
}
