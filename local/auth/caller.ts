/** The caller of a request, from its Authorization header or a WebSocket's Authenticate message. */
import type { UserIdentity } from 'convex/server';
import type { Caller } from '../engine/contract/contract.ts';
import { sameKey } from './adminKey.ts';
import type { TokenVerifier } from './identity.ts';
import { InvalidCredentials } from './invalidCredentials.ts';

export const ANONYMOUS: Caller = { admin: false, identity: null };

const WRONG_ADMIN_KEY =
  'The admin key is not the one of this deployment. It is in the line "ready" that the deployment prints when it starts.';

const BAD_REQUEST = 400;

export interface Credentials {
  adminKey: string;
  tokens: TokenVerifier;
}

/**
 * Reads `Convex KEY`, `Convex KEY:BASE64_IDENTITY` (the CLI's `--identity`) and `Bearer JWT`.
 *
 * @throws InvalidCredentials
 */
export async function callerOf(
  header: string | undefined,
  credentials: Credentials,
): Promise<Caller> {
  if (!header) return ANONYMOUS;
  const [scheme, value] = splitAt(' ', header);
  switch (scheme.toLowerCase()) {
    case 'convex': {
      const [key, actingAs] = splitAt(':', value.trim());
      return adminCaller(key, actingAs ? parseIdentity(actingAs) : undefined, credentials);
    }
    case 'bearer': {
      const { identity } = await credentials.tokens.verify(value.trim());
      return { admin: false, identity };
    }
    default:
      throw new InvalidCredentials(
        'InvalidHeaderFailure',
        'Invalid authentication header: it must begin with "Bearer " or "Convex ".',
        BAD_REQUEST,
      );
  }
}

/** @throws InvalidCredentials */
export function adminCaller(
  key: string,
  actingAs: unknown,
  credentials: Pick<Credentials, 'adminKey'>,
): Caller {
  if (!sameKey(key, credentials.adminKey)) {
    throw new InvalidCredentials('BadAdminKey', WRONG_ADMIN_KEY);
  }
  return { admin: true, identity: actingAs === undefined ? null : asIdentity(actingAs) };
}

/** The text before the first separator, and the text after it. */
function splitAt(separator: string, text: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function parseIdentity(base64: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64, 'base64').toString('utf8'));
  } catch {
    throw malformed('The identity after the admin key is not JSON in base64.');
  }
}

function asIdentity(value: unknown): UserIdentity {
  const { issuer, subject, tokenIdentifier } = (value ?? {}) as Record<string, unknown>;
  if (typeof issuer !== 'string' || typeof subject !== 'string') {
    throw malformed('The identity to act as needs an "issuer" and a "subject".');
  }
  return {
    ...(value as object),
    issuer,
    subject,
    tokenIdentifier: typeof tokenIdentifier === 'string' ? tokenIdentifier : `${issuer}|${subject}`,
  };
}

function malformed(message: string): InvalidCredentials {
  return new InvalidCredentials('HeaderParseFailure', message, BAD_REQUEST);
}
