/** The claims of a token about its user, under the names of Convex's `UserIdentity`. */
import type { UserIdentity } from 'convex/server';
import type { JWTPayload } from 'jose';

/** OIDC claims that Convex renames. https://openid.net/specs/openid-connect-core-1_0.html#StandardClaims */
const RENAMED: Record<string, string> = {
  given_name: 'givenName',
  family_name: 'familyName',
  preferred_username: 'preferredUsername',
  profile: 'profileUrl',
  picture: 'pictureUrl',
  email_verified: 'emailVerified',
  birthdate: 'birthday',
  zoneinfo: 'timezone',
  locale: 'language',
  phone_number: 'phoneNumber',
  phone_number_verified: 'phoneNumberVerified',
  updated_at: 'updatedAt',
};

const NOT_ABOUT_THE_USER = new Set(['iss', 'sub', 'aud', 'exp', 'iat', 'nbf', 'jti', 'nonce']);

/** The identity that verified claims describe. Custom claims keep their names. */
export function identityOf(claims: JWTPayload): UserIdentity {
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
