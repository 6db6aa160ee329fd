import { clerkId, type ClerkEvent } from './clerkUser.ts';
import { sign, type SignedRequest } from './sender.ts';

const ANOTHER_SECRET = `whsec_${Buffer.from('not the secret of this endpoint').toString('base64')}`;
const TEN_MINUTES_MS = 600_000;

/** Requests that Clerk did not send, each rejected for another reason. */
export const forgeries = {
  'signed with another secret': (_secret, event, now) =>
    sign(ANOTHER_SECRET, clerkId('msg'), JSON.stringify(event), now),

  'changed on its way': (secret, event, now) => {
    const { headers } = sign(secret, clerkId('msg'), JSON.stringify(event), now);
    return { headers, body: JSON.stringify({ ...event, type: 'user.deleted' }) };
  },

  'sent again ten minutes later': (secret, event, now) =>
    sign(secret, clerkId('msg'), JSON.stringify(event), now - TEN_MINUTES_MS),

  'not signed at all': (secret, event, now) => {
    const { headers, body } = sign(secret, clerkId('msg'), JSON.stringify(event), now);
    const { 'svix-signature': _, ...unsigned } = headers;
    return { headers: unsigned, body };
  },

  'signed, but no event': (secret, _event, now) => sign(secret, clerkId('msg'), 'hello', now),
} satisfies Record<string, (secret: string, event: ClerkEvent, now: number) => SignedRequest>;
