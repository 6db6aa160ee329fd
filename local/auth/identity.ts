/**
 * Turns a user's token into the identity that `ctx.auth.getUserIdentity()` returns. Refuses a token
 * with the codes and messages of Convex's backend (crates/authentication).
 */
import type { UserIdentity } from 'convex/server';
import { errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import type { AuthProvider } from '../engine/contract/contract.ts';
import { cut, quote } from '../engine/values/quote.ts';
import { identityOf } from './claims.ts';
import { InvalidCredentials, invalidToken } from './invalidCredentials.ts';
import { describe, issuerOf, keysOf, normalised } from './issuerKeys.ts';
import { unverified } from './unverifiedToken.ts';

export interface VerifiedUser {
  identity: UserIdentity;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

/** Of OIDC tokens. */
const ALGORITHMS = ['RS256', 'EdDSA'];

/** How far the issuer's clock may differ from ours. */
const CLOCK_TOLERANCE_SECONDS = 5;

/**
 * Verifies tokens; keeps each issuer's keys, so that only the first token of an issuer costs a
 * fetch.
 */
export class TokenVerifier {
  readonly #providers: () => AuthProvider[];
  readonly #keys = new Map<string, Promise<JWTVerifyGetKey>>();

  constructor(providers: () => AuthProvider[]) {
    this.#providers = providers;
  }

  /** @throws InvalidCredentials */
  async verify(token: string): Promise<VerifiedUser> {
    const { issuer, audiences, keyId } = unverified(token);
    const provider = findProvider(this.#configured(), issuer, audiences);
    if ('type' in provider && keyId === null) {
      throw invalidToken("Could not decode token. JWT may be missing a 'kid' (key ID) header.");
    }
    const keys = await this.#keysOf(provider);
    let payload: JWTPayload;
    try {
      ({ payload } = await jwtVerify(token, keys, {
        algorithms: 'type' in provider ? [provider.algorithm] : ALGORITHMS,
        ...(provider.applicationID !== undefined && { audience: provider.applicationID }),
        ...('type' in provider && { clockTolerance: CLOCK_TOLERANCE_SECONDS }),
        requiredClaims: 'type' in provider ? ['exp'] : ['exp', 'iat'],
      }));
    } catch (error) {
      // The issuer may have new keys. They are fetched for the next token.
      if (error instanceof errors.JWSSignatureVerificationFailed) this.#keys.delete(idOf(provider));
      throw refusal(provider, keyId, error);
    }
    if (!('type' in provider) && audiences.length > 1) {
      throw invalidClaim(provider, 'Token has more than one audience');
    }
    const ahead = (payload.iat ?? 0) - Date.now() / 1000;
    if (ahead > CLOCK_TOLERANCE_SECONDS) {
      throw invalidClaim(provider, `Token will be valid in ${Math.ceil(ahead)} seconds`);
    }
    return { identity: identityOf(payload, provider), expiresAt: payload.exp! * 1000 };
  }

  #configured(): AuthProvider[] {
    try {
      return this.#providers();
    } catch (error) {
      const reason = describe(error);
      throw new InvalidCredentials(
        'AuthConfigError',
        `auth.config.ts cannot be evaluated: ${reason}`,
      );
    }
  }

  #keysOf(provider: AuthProvider): Promise<JWTVerifyGetKey> {
    const id = idOf(provider);
    let keys = this.#keys.get(id);
    if (!keys) {
      keys = keysOf(provider);
      this.#keys.set(id, keys);
      keys.catch(() => this.#keys.delete(id));
    }
    return keys;
  }
}

function idOf(provider: AuthProvider): string {
  return JSON.stringify(provider);
}

function findProvider(
  providers: AuthProvider[],
  issuer: string,
  audiences: string[],
): AuthProvider {
  const found = providers.find(
    (provider) =>
      normalised(issuerOf(provider)) === normalised(issuer) &&
      (provider.applicationID === undefined || audiences.includes(provider.applicationID)),
  );
  if (found) return found;
  const audience = audiences.length === 0 ? 'none' : quote(audiences.join(', '));
  const configured = providers.map((provider) =>
    'type' in provider
      ? `CustomJWT(issuer=${provider.issuer}, app_id=${provider.applicationID ?? 'none'})`
      : `OIDC(domain=${provider.domain}, app_id=${provider.applicationID})`,
  );
  throw new InvalidCredentials(
    'NoAuthProvider',
    `No auth provider found matching the given token, whose issuer is ${quote(issuer)} and whose ` +
      `audience is ${audience}. ` +
      (configured.length === 0
        ? 'There are no providers configured. Check convex/auth.config.ts.'
        : `Check that your JWT's issuer and audience match one of your configured providers: ` +
          `[${configured.join(', ')}]`),
  );
}

function refusal(provider: AuthProvider, keyId: string | null, error: unknown): InvalidCredentials {
  if (!(error instanceof errors.JOSEError)) {
    return invalidToken(
      `Could not fetch JWKS of ${issuerOf(provider)}: ${describe(error)}. Check that the URL is correct ` +
        `and accessible.`,
    );
  }
  if (error instanceof errors.JWTExpired) {
    const seconds = Math.max(0, Math.floor(Date.now() / 1000 - Number(error.payload.exp)));
    return invalidClaim(provider, `Token expired ${seconds} seconds ago`);
  }
  if (error instanceof errors.JWTClaimValidationFailed || !('type' in provider)) {
    return invalidClaim(provider, error.message);
  }
  return invalidToken(
    `Could not decode token. The JWT's 'kid' (key ID) header is '${cut(keyId!, 100)}', does this key ` +
      `match any key in the provider's JWKS? (${error.message})`,
  );
}

/** For OIDC tokens, the backend says only that something is wrong; the reason is added here. */
function invalidClaim(provider: AuthProvider, reason: string): InvalidCredentials {
  if ('type' in provider) return invalidToken(`Could not validate token: ${reason}`);
  return new InvalidCredentials(
    'Unauthenticated',
    `Could not verify OIDC token claim. Check that the token signature is valid and the token hasn't ` +
      `expired. (${reason})`,
  );
}
