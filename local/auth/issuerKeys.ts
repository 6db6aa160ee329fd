/** Finds an issuer's signing keys by the settings of its provider in `auth.config.ts`. */
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
} from 'jose';
import type { AuthProvider } from '../engine/contract/contract.ts';
import { InvalidCredentials, invalidToken } from './invalidCredentials.ts';

const DISCOVERY_TIMEOUT_MS = 5_000;

/** @throws InvalidCredentials when the provider's settings or the issuer's answer cannot be used. */
export function keysOf(provider: AuthProvider): Promise<JWTVerifyGetKey> {
  return 'type' in provider ? jwksAt(provider.jwks) : discover(provider.domain);
}

export function issuerOf(provider: AuthProvider): string {
  return 'type' in provider ? provider.issuer : provider.domain;
}

/** Issuers that differ by trailing slashes or a missing scheme are the same. */
export function normalised(issuer: string): string {
  const url = withScheme(issuer);
  let end = url.length;
  while (url[end - 1] === '/') end -= 1;
  return url.slice(0, end);
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
    throw discoveryFailed(domain, describe(error));
  }
  if (typeof metadata.issuer !== 'string' || normalised(metadata.issuer) !== normalised(domain)) {
    throw discoveryFailed(domain, 'it names another issuer');
  }
  return jwksAt(String(metadata.jwks_uri));
}

function discoveryFailed(domain: string, reason: string): InvalidCredentials {
  return new InvalidCredentials(
    'AuthProviderDiscoveryFailed',
    `Auth provider discovery of ${domain} failed: ${reason}`,
  );
}

async function jwksAt(location: string): Promise<JWTVerifyGetKey> {
  if (!location.startsWith('data:')) return createRemoteJWKSet(secure(location));
  try {
    const response = await fetch(location);
    return createLocalJWKSet((await response.json()) as JSONWebKeySet);
  } catch (error) {
    throw invalidToken(
      `Invalid JWKS response body from the data: URI in "jwks". It is not valid JSON or not a key set ` +
        `(${describe(error)}).`,
    );
  }
}

/** Keys that come over plain HTTP could be anyone's, unless they never leave this machine. */
function secure(location: string): URL {
  const url = URL.canParse(location) ? new URL(location) : null;
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(url?.hostname ?? '');
  if (url && (url.protocol === 'https:' || (url.protocol === 'http:' && loopback))) return url;
  throw new InvalidCredentials(
    'InvalidAuthConfig',
    `${location} in the auth provider's settings is not an https:// URL`,
  );
}

export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
