/** Turns a user's JWT into the identity that `ctx.auth.getUserIdentity()` returns. */
import type { UserIdentity } from 'convex/server';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeJwt,
  decodeProtectedHeader,
  errors,
  jwtVerify,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyGetKey,
} from 'jose';
import type { AuthProvider } from '../engine/contract.ts';

export type VerifiedUser = {
  identity: UserIdentity;
  /** Milliseconds since 1970. */
  expiresAt: number;
};

/** Why a token was refused, in words for the developer who sees it in the client's console. */
export class TokenRefused extends Error {}

const ALGORITHMS = ['RS256', 'ES256'];
const DISCOVERY_TIMEOUT_MS = 5_000;

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
    const provider = findProvider(this.providers(), claims);
    const keys = await this.keysOf(provider);
    try {
      const { payload } = await jwtVerify(token, keys, {
        algorithms: 'type' in provider ? [provider.algorithm] : ALGORITHMS,
        ...(claims.iss === undefined ? {} : { issuer: claims.iss }),
        ...(provider.applicationID === undefined ? {} : { audience: provider.applicationID }),
        requiredClaims: ['iss', 'sub', 'exp'],
      });
      return { identity: identityOf(payload), expiresAt: payload.exp! * 1000 };
    } catch (error) {
      if (error instanceof errors.JOSEError) throw new TokenRefused(refusal(error));
      throw new TokenRefused(
        `Could not fetch the signing keys of ${issuerOf(provider)}: ${describe(error)}`,
      );
    }
  }

  private keysOf(provider: AuthProvider): Promise<JWTVerifyGetKey> {
    const id = JSON.stringify(provider);
    let keys = this.keys.get(id);
    if (!keys) {
      keys = 'type' in provider ? jwksAt(provider.jwks) : discover(provider.domain);
      this.keys.set(id, keys);
      keys.catch(() => this.keys.delete(id));
    }
    return keys;
  }
}

function readable(token: string): JWTPayload {
  try {
    decodeProtectedHeader(token);
    return decodeJwt(token);
  } catch {
    throw new TokenRefused('Could not parse as id token: it is not a JWT');
  }
}

/** A trailing slash and a missing scheme of the configured domain do not matter. */
function findProvider(providers: AuthProvider[], claims: JWTPayload): AuthProvider {
  const audiences = [claims.aud ?? []].flat();
  const found = providers.find(
    (provider) =>
      normalised(issuerOf(provider)) === normalised(claims.iss ?? '') &&
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

function issuerOf(provider: AuthProvider): string {
  return 'type' in provider ? provider.issuer : provider.domain;
}

function normalised(issuer: string): string {
  return withScheme(issuer).replace(/\/+$/, '');
}

function withScheme(domain: string): string {
  return /^https?:\/\//.test(domain) ? domain : `https://${domain}`;
}

async function discover(domain: string): Promise<JWTVerifyGetKey> {
  const url = secure(`${normalised(domain)}/.well-known/openid-configuration`);
  let metadata: { issuer?: unknown; jwks_uri?: unknown };
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(DISCOVERY_TIMEOUT_MS) });
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    metadata = (await response.json()) as typeof metadata;
  } catch (error) {
    throw new TokenRefused(`Auth provider discovery of ${url} failed: ${describe(error)}`);
  }
  if (typeof metadata.issuer !== 'string' || normalised(metadata.issuer) !== normalised(domain)) {
    throw new TokenRefused(`Auth provider discovery of ${url} names another issuer`);
  }
  return jwksAt(String(metadata.jwks_uri));
}

async function jwksAt(location: string): Promise<JWTVerifyGetKey> {
  if (!location.startsWith('data:')) return createRemoteJWKSet(secure(location));
  try {
    const response = await fetch(location);
    return createLocalJWKSet((await response.json()) as JSONWebKeySet);
  } catch (error) {
    throw new TokenRefused(`The data: URI in "jwks" holds no key set: ${describe(error)}`);
  }
}

/** Keys that come over plain HTTP could be anyone's, unless they never leave this machine. */
function secure(location: string): URL {
  const url = URL.canParse(location) ? new URL(location) : null;
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(url?.hostname ?? '');
  if (url && (url.protocol === 'https:' || (url.protocol === 'http:' && loopback))) return url;
  throw new TokenRefused(`${location} in the auth provider's settings is not an https:// URL`);
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

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}

/** OIDC claims that Convex renames. https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims */
const RENAMED: Record<string, string> = {
  given_name: 'givenName',
  family_name: 'familyName',
  preferred_username: 'preferredUsername',
  profile: 'profileUrl',
  picture: 'pictureUrl',
  website: 'websiteUrl',
  email_verified: 'emailVerified',
  birthdate: 'birthday',
  zoneinfo: 'timezone',
  locale: 'language',
  phone_number: 'phoneNumber',
  phone_number_verified: 'phoneNumberVerified',
  updated_at: 'updatedAt',
};

const NOT_ABOUT_THE_USER = new Set(['iss', 'sub', 'aud', 'exp', 'iat', 'nbf', 'jti', 'nonce']);

/** Custom claims keep their names. */
function identityOf(claims: JWTPayload): UserIdentity {
  const about = Object.entries(claims)
    .filter(([name]) => !NOT_ABOUT_THE_USER.has(name))
    .map(([name, value]) => [RENAMED[name] ?? name, value]);
  return {
    ...Object.fromEntries(about),
    tokenIdentifier: `${claims.iss}|${claims.sub}`,
    issuer: claims.iss!,
    subject: claims.sub!,
  };
}
