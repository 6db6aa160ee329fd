/** Who makes a request, from its Authorization header or a WebSocket's Authenticate message. */
import type { UserIdentity } from 'convex/server';
import type { Caller } from '../engine/contract.ts';
import { sameKey } from './adminKey.ts';
import type { TokenVerifier } from './identity.ts';
import { TokenRefused } from './tokenRefused.ts';

export const ANONYMOUS: Caller = { admin: false, identity: null };

const WRONG_ADMIN_KEY =
  'BadAdminKey: The admin key is not the one of this deployment. It is in the line "ready" that the deployment prints when it starts.';

/** The request carries credentials that are not valid. */
export class Unauthenticated extends Error {}

export type Credentials = { adminKey: string; tokens: TokenVerifier };

/**
 * Reads `Convex KEY`, `Convex KEY:BASE64_IDENTITY` (the CLI's `--identity`) and `Bearer JWT`.
 *
 * @throws Unauthenticated
 */
export async function callerOf(
  header: string | undefined,
  credentials: Credentials,
): Promise<Caller> {
  if (!header) return ANONYMOUS;
  const [scheme, value = ''] = header.split(/ +(.*)/s);
  switch (scheme?.toLowerCase()) {
    case 'convex': {
      const [key = '', actingAs] = value.split(/:(.*)/s);
      return adminCaller(key, actingAs ? parseIdentity(actingAs) : undefined, credentials);
    }
    case 'bearer':
      try {
        const { identity } = await credentials.tokens.verify(value);
        return { admin: false, identity };
      } catch (error) {
        if (error instanceof TokenRefused) throw new Unauthenticated(error.message);
        throw error;
      }
    default:
      throw new Unauthenticated(
        'The Authorization header has to begin with "Bearer " or "Convex "',
      );
  }
}

/** @throws Unauthenticated */
export function adminCaller(
  key: string,
  actingAs: unknown,
  credentials: Pick<Credentials, 'adminKey'>,
): Caller {
  if (!sameKey(key, credentials.adminKey)) throw new Unauthenticated(WRONG_ADMIN_KEY);
  return { admin: true, identity: actingAs === undefined ? null : asIdentity(actingAs) };
}

function parseIdentity(base64: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64, 'base64').toString('utf8'));
  } catch {
    throw new Unauthenticated('The identity after the admin key is not JSON in base64');
  }
}

function asIdentity(value: unknown): UserIdentity {
  const { issuer, subject, tokenIdentifier } = (value ?? {}) as Record<string, unknown>;
  if (typeof issuer !== 'string' || typeof subject !== 'string') {
    throw new Unauthenticated('The identity to act as needs an "issuer" and a "subject"');
  }
  return {
    ...(value as object),
    issuer,
    subject,
    tokenIdentifier: typeof tokenIdentifier === 'string' ? tokenIdentifier : `${issuer}|${subject}`,
  };
}
