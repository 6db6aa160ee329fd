import type { Headers as HeaderPairs } from '../shared/delivery.ts';

/**
 * Whoever holds these can act as the sender: a signature is as good as its delivery for 5 minutes, and
 * Svix sends what headers an endpoint was given, such as an X-Api-Key.
 */
const SECRET = /signature|auth|cookie|token|secret|key|password/i;

/** The headers of a delivery as they are kept. */
export function keptHeaders(headers: Headers): HeaderPairs {
  return [...headers].map(([name, value]) => ({
    name,
    value: SECRET.test(name) ? '(not kept)' : value.toWellFormed(),
  }));
}
