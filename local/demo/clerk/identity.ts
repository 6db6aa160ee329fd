import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';

/** Longer than Clerk's own 60 s, so that the page asks less often. */
const LIFETIME = '5 min';
const KEY_ID = 'demo';

/** Issues tokens, and publishes the keys that verify them (OIDC discovery). */
export async function createIdentityProvider() {
  // A new key at every start, so that no key is stored on disk.
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const key = { ...(await exportJWK(publicKey)), kid: KEY_ID, alg: 'RS256', use: 'sig' };

  return {
    jwks: { keys: [key] },
    discovery: (issuer: string) => ({
      issuer,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      id_token_signing_alg_values_supported: ['RS256'],
      response_types_supported: ['id_token'],
      subject_types_supported: ['public'],
    }),
    issueToken: (issuer: string, subject: string, claims: JWTPayload) =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: KEY_ID })
        .setIssuer(issuer)
        .setSubject(subject)
        .setIssuedAt()
        .setNotBefore('0 s')
        .setExpirationTime(LIFETIME)
        .sign(privateKey),
  };
}
