import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { SluiceError } from '../errors/sluice-error.ts';
import { missingScope } from './problem.ts';
import { type ApiScope, scopesIn } from './scopes.ts';

/** What a token must be to be taken. */
export interface TokenRules {
  issuer: string;
  /** Ids of the clients that tokens may be issued to. */
  clients: readonly string[];
  keys: JWTVerifyGetKey;
  scope: ApiScope;
}

/** Errors of the token itself; any other is one of the way to the issuer's keys. */
const wrongToken = [
  errors.JWTInvalid,
  errors.JWSInvalid,
  errors.JWTClaimValidationFailed,
  errors.JWSSignatureVerificationFailed,
  errors.JWKSNoMatchingKey,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
];

const refuse = (code: string, message: string) => new SluiceError(code, message, { status: 401 });

/**
 * Verifies an access token of the user pool as the JWT authorizer of the HTTP API does, and that it gives a scope
 * (https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html).
 * Answers when it runs out, in seconds. Throws `token-expired`, `token-invalid` (401) or `missing-scope` (403).
 */
export async function verifyToken(token: string, { issuer, clients, keys, scope }: TokenRules): Promise<number> {
  const { payload } = await jwtVerify(token, keys, {
    issuer,
    algorithms: ['RS256'],
    requiredClaims: ['exp', 'token_use', 'client_id'],
  }).catch((error: unknown) => {
    if (error instanceof errors.JWTExpired)
      throw refuse('token-expired', 'The access token has run out; subscribe with a fresh one.');
    if (wrongToken.some((kind) => error instanceof kind))
      throw refuse('token-invalid', 'The access token is not one of this deployment.');
    throw error;
  });
  if (payload.token_use !== 'access' || !clients.includes(String(payload.client_id)))
    throw refuse('token-invalid', 'The access token is not one of this deployment.');
  if (!scopesIn(payload.scope).has(scope)) throw missingScope(scope);
  return payload.exp ?? 0;
}
