/** The claims of a token before it is verified: enough to find the key that verifies it. */
import { decodeJwt, decodeProtectedHeader, type JWTPayload } from 'jose';
import { invalidToken } from './invalidCredentials.ts';

/** The limit for a whole HTTP header. Real tokens are far shorter. */
const LONGEST_TOKEN = 16 * 1024;

interface UnverifiedToken {
  issuer: string;
  audiences: string[];
  keyId: string | null;
}

/** @throws InvalidCredentials when the token is not a JWT, or lacks an issuer or a subject. */
export function unverified(token: string): UnverifiedToken {
  if (token.length > LONGEST_TOKEN) {
    throw invalidToken(`The token is longer than ${LONGEST_TOKEN} characters.`);
  }
  const { claims, keyId } = decoded(token);
  if (typeof claims.iss !== 'string') {
    throw invalidToken(
      "Missing issuer claim ('iss') in JWT payload. The JWT must include an 'iss' claim that matches " +
        'one of your configured auth providers.',
    );
  }
  if (typeof claims.sub !== 'string') {
    throw invalidToken("Missing subject claim ('sub') in JWT payload.");
  }
  return { issuer: claims.iss, audiences: [claims.aud ?? []].flat(), keyId };
}

function decoded(token: string): { claims: JWTPayload; keyId: string | null } {
  try {
    const { kid } = decodeProtectedHeader(token);
    return { claims: decodeJwt(token), keyId: typeof kid === 'string' ? kid : null };
  } catch {
    throw invalidToken(
      'Could not parse JWT payload. Check that the token is a valid JWT format with three ' +
        'base64-encoded parts separated by dots.',
    );
  }
}
