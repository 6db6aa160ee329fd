import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** A little more than Clerk's own 60 s, so that the page is not always asking. */
const LIFETIME = '5 min';
const KEY_ID = 'demo';

/** Issues tokens for one audience, and publishes what others need to check them (OIDC discovery). */
export async function createIdentityProvider() {
  // A new key at every start: nothing to keep, and nothing to steal from the disk.
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
    issueToken: (issuer: string, subject: string) =>
      new SignJWT()
        .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: KEY_ID })
        .setIssuer(issuer)
        .setSubject(subject)
        .setAudience('convex')
        .setIssuedAt()
        .setExpirationTime(LIFETIME)
        .sign(privateKey),
  };
}
