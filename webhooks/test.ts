/** For an app's own tests of its handler, with convex-test: the package's `./test`. */
import { signatureOf } from './receive/signature.ts';

export interface Signing {
  /** The value of the route's environment variable: `whsec_` and at least 24 bytes in base64. */
  secret: string;
  /** The same for all attempts of one event; a new one unless given. */
  svix_id?: string;
  /** When the request is made, milliseconds since 1970; now unless given. */
  at?: number;
}

/**
 * A webhook's request as its sender makes and signs it, for convex-test's `fetch`:
 * `await t.fetch('/clerk-users-webhook', signedRequest(event, { secret }))`.
 *
 * @param event `{ type, timestamp, data }`, or the exact body.
 */
export function signedRequest(
  event: object | string,
  { secret, svix_id = `msg_${crypto.randomUUID()}`, at = Date.now() }: Signing,
): { method: 'POST'; body: string; headers: Record<string, string> } {
  const body = typeof event === 'string' ? event : JSON.stringify(event);
  return {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'svix-id': svix_id,
      'svix-timestamp': String(Math.floor(at / 1000)),
      'svix-signature': signatureOf(body, { secret, svix_id, at }),
    },
  };
}
