import type { Headers as HeaderPairs } from '../shared/delivery.ts';

/** Whoever holds these can act as the sender: a signature is as good as its delivery for 5 minutes. */
const SECRET = new Set([
  'svix-signature',
  'webhook-signature',
  'authorization',
  'proxy-authorization',
  'cookie',
]);

/** The headers of a delivery as they are kept. */
export function keptHeaders(headers: Headers): HeaderPairs {
  return [...headers].map(([name, value]) => ({
    name,
    value: SECRET.has(name) ? '(not kept)' : value.toWellFormed(),
  }));
}
