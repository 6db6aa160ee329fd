/** The claims of a token about its user, as Convex's `UserIdentity` has them. */
import type { UserIdentity } from 'convex/server';
import type { JWTPayload } from 'jose';
import type { AuthProvider } from '../engine/contract/contract.ts';

/** OIDC claims that Convex renames. https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims */
const RENAMED = new Map(
  Object.entries({
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
  }),
);

/** OIDC claims whose values Convex changes, too. */
const CHANGED = new Map<string, (value: unknown) => string | undefined>([
  ['address', (address) => (address as { formatted?: string } | null)?.formatted],
  ['updated_at', rfc3339],
]);

/** `fva`, Clerk's age of the verification, would be another one in each token. */
const NOT_ABOUT_THE_USER = new Set(['iss', 'sub', 'aud', 'exp', 'iat', 'nbf', 'jti', 'fva']);

/** https://openid.net/specs/openid-connect-core-1_0.html#IDToken */
const OF_AN_ID_TOKEN = new Set(['auth_time', 'nonce', 'acr', 'amr', 'azp', 'at_hash', 'c_hash']);

/** The identity that verified claims describe. Custom claims keep their names. */
export function identityOf(claims: JWTPayload, provider: AuthProvider): UserIdentity {
  const about = Object.entries(claims).filter(([name]) => !NOT_ABOUT_THE_USER.has(name));
  return {
    ...Object.fromEntries('type' in provider ? flat(about) : standard(about)),
    tokenIdentifier: `${claims.iss}|${claims.sub}`,
    issuer: claims.iss!,
    subject: claims.sub!,
  };
}

type Claims = [name: string, value: unknown][];

/** The claims of a custom JWT, where `{ properties: { id } }` becomes `properties.id`. */
function flat(claims: Claims): Claims {
  return claims.flatMap(([name, value]) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? flat(Object.entries(value)).map(([inner, held]): Claims[0] => [`${name}.${inner}`, held])
      : [[name, value]],
  );
}

function standard(claims: Claims): Claims {
  return claims
    .filter(([name]) => !OF_AN_ID_TOKEN.has(name))
    .map(([name, value]) => {
      const change = CHANGED.get(name);
      return [RENAMED.get(name) ?? name, change ? change(value) : value];
    });
}

/** @param time Seconds since 1970, or text. */
function rfc3339(time: unknown): string | undefined {
  const date = new Date(typeof time === 'number' ? time * 1000 : String(time));
  if (Number.isNaN(date.getTime())) return undefined;
  return date.toISOString().replace(/(\.000)?Z$/, '+00:00');
}
