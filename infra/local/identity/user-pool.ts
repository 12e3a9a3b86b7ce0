import { exportJWK, generateKeyPair, importJWK, type JWK, jwtVerify, SignJWT } from 'jose';
import { DocumentFile } from '../document-file.ts';
import { type LocalUser, localUsers } from './local-users.ts';

const hourSeconds = 3600;

export interface UserPoolOptions {
  /** The URL of the pool, which the template's authorizer expects as the issuer. */
  issuer: string;
  clientId: string;
  /** Calls the template's pre-token-generation trigger. */
  trigger(event: unknown): Promise<unknown>;
  /** The moved clock: functions see no other, so tokens begin and end by it. */
  now(): number;
}

/** What Cognito is to a deployment: people, a key, and access tokens of Cognito's shape whose scopes the template's own trigger gives. */
export class UserPool {
  readonly key: JWK;
  readonly options: UserPoolOptions;

  private constructor(key: JWK, options: UserPoolOptions) {
    this.key = key;
    this.options = options;
  }

  /** Opens the pool; its key lies in a file, so that tokens outlive a restart. */
  static async open(file: string, options: UserPoolOptions): Promise<UserPool> {
    const kept = new DocumentFile<{ key?: JWK }>(file, {});
    if (kept.value.key === undefined) {
      const { privateKey } = await generateKeyPair('RS256', { extractable: true });
      kept.value = { key: { ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: 'local' } };
      kept.save();
    }
    return new UserPool(kept.value.key as JWK, options);
  }

  /** The claims of an access token for a person (Cognito guide, "Understanding the access token"). */
  async accessClaims(user: LocalUser): Promise<Record<string, unknown>> {
    const answered = (await this.options.trigger({
      version: '2',
      triggerSource: 'TokenGeneration_Authentication',
      userName: user,
      request: {
        userAttributes: { sub: user, ...localUsers[user] },
        groupConfiguration: { groupsToOverride: [user] },
        scopes: ['openid'],
      },
      response: {},
    })) as {
      response: {
        claimsAndScopeOverrideDetails?: {
          accessTokenGeneration?: { claimsToAddOrOverride?: Record<string, unknown>; scopesToAdd?: string[] };
        };
      };
    };
    const { claimsToAddOrOverride = {}, scopesToAdd = [] } =
      answered.response.claimsAndScopeOverrideDetails?.accessTokenGeneration ?? {};
    return {
      ...claimsToAddOrOverride,
      sub: user,
      iss: this.options.issuer,
      token_use: 'access',
      client_id: this.options.clientId,
      username: user,
      'cognito:groups': [user],
      scope: ['openid', ...scopesToAdd].join(' '),
    };
  }

  /** When a token begins and ends that is issued now, in seconds. */
  lifetime(): { iat: number; exp: number } {
    const iat = Math.floor(this.options.now() / 1000);
    return { iat, exp: iat + hourSeconds };
  }

  /** An access token without a sign-in, for `POST /_local/token`. */
  async issue(user: LocalUser): Promise<string> {
    return new SignJWT({ ...(await this.accessClaims(user)), ...this.lifetime() })
      .setProtectedHeader({ alg: 'RS256', kid: 'local' })
      .sign(await importJWK(this.key, 'RS256'));
  }

  /** The claims of a token of this pool for one of the audiences; undefined for any other. */
  async verify(token: string, issuer: string, audiences: string[]): Promise<Record<string, unknown> | undefined> {
    const { kty = 'RSA', n = '', e = '' } = this.key;
    try {
      const { payload } = await jwtVerify(token, await importJWK({ kty, n, e }, 'RS256'), { issuer });
      return audiences.includes(String(payload.aud ?? payload.client_id)) ? payload : undefined;
    } catch {
      return undefined;
    }
  }
}
