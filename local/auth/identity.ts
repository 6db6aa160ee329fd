/** Turns a user's JWT into the identity that `ctx.auth.getUserIdentity()` returns. */
import type { UserIdentity } from 'convex/server';
import {
  decodeJwt,
  decodeProtectedHeader,
  errors,
  jwtVerify,
  type JWTPayload,
  type JWTVerifyGetKey,
} from 'jose';
import type { AuthProvider } from '../engine/contract.ts';
import { identityOf } from './claims.ts';
import { describe, issuerOf, keysOf, normalised } from './issuerKeys.ts';
import { TokenRefused } from './tokenRefused.ts';

export type VerifiedUser = {
  identity: UserIdentity;
  /** Milliseconds since 1970. */
  expiresAt: number;
};

const ALGORITHMS = ['RS256', 'ES256'];

/** Verifies tokens; keeps each issuer's keys, so that only the first token of an issuer costs a fetch. */
export class TokenVerifier {
  private readonly providers: () => AuthProvider[];
  private readonly keys = new Map<string, Promise<JWTVerifyGetKey>>();

  constructor(providers: () => AuthProvider[]) {
    this.providers = providers;
  }

  /** @throws TokenRefused */
  async verify(token: string): Promise<VerifiedUser> {
    const claims = readable(token);
    const provider = findProvider(this.configured(), claims);
    const keys = await this.keysOf(provider);
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: 'type' in provider ? [provider.algorithm] : ALGORITHMS,
        ...(provider.applicationID !== undefined && { audience: provider.applicationID }),
        requiredClaims: ['exp'],
      });
      return { identity: identityOf(payload), expiresAt: payload.exp! * 1000 };
    } catch (error) {
      if (error instanceof errors.JOSEError) throw new TokenRefused(refusal(error));
      throw new TokenRefused(
        `Could not fetch the signing keys of ${issuerOf(provider)}: ${describe(error)}`,
      );
    }
  }

  private configured(): AuthProvider[] {
    try {
      return this.providers();
    } catch (error) {
      throw new TokenRefused(`auth.config.ts cannot be evaluated: ${describe(error)}`);
    }
  }

  private keysOf(provider: AuthProvider): Promise<JWTVerifyGetKey> {
    const id = JSON.stringify(provider);
    let keys = this.keys.get(id);
    if (!keys) {
      keys = keysOf(provider);
      this.keys.set(id, keys);
      keys.catch(() => this.keys.delete(id));
    }
    return keys;
  }
}

function readable(token: string): JWTPayload {
  let claims: JWTPayload;
  try {
    decodeProtectedHeader(token);
    claims = decodeJwt(token);
  } catch {
    throw new TokenRefused('Could not parse as id token: it is not a JWT');
  }
  for (const name of ['iss', 'sub'] as const) {
    if (typeof claims[name] !== 'string') {
      throw new TokenRefused(`Could not verify token claim: "${name}" is missing or not a string`);
    }
  }
  return claims;
}

function findProvider(providers: AuthProvider[], claims: JWTPayload): AuthProvider {
  const audiences = [claims.aud ?? []].flat();
  const found = providers.find(
    (provider) =>
      normalised(issuerOf(provider)) === normalised(claims.iss!) &&
      (provider.applicationID === undefined || audiences.includes(provider.applicationID)),
  );
  if (found) return found;
  const configured = providers.map(
    (provider) => `${issuerOf(provider)} with applicationID ${provider.applicationID ?? '(any)'}`,
  );
  throw new TokenRefused(
    `No auth provider found matching the given token: it has issuer ${claims.iss} and audience ` +
      `${audiences.join(', ') || '(none)'}; auth.config.ts has ` +
      (configured.join('; ') || 'no providers'),
  );
}

function refusal(error: errors.JOSEError): string {
  if (error instanceof errors.JWTExpired) return 'Token expired: fetch a new one';
  if (error instanceof errors.JWTClaimValidationFailed) {
    return `Could not verify token claim: ${error.message}`;
  }
  if (error instanceof errors.JWKSNoMatchingKey) {
    return "Could not verify token: none of the issuer's keys matches its key id";
  }
  return `Could not verify token: ${error.message}`;
}
