import type { Headers as HeaderPairs } from '../shared/delivery.ts';
import { keptText } from '../shared/keptText.ts';

/**
 * Headers that let somebody act as the sender: a signature can be replayed for 5 minutes, and Svix
 * sends the custom headers of an endpoint, such as X-Api-Key.
 */
const SECRET = /signature|auth|cookie|token|secret|key|password/i;

const MOST = 64;

/** The headers of a delivery as they are stored: the first 64, and the number of others. */
export function keptHeaders(headers: Headers): HeaderPairs {
  const kept = [...headers].slice(0, MOST).map(([name, value]) => ({
    name: keptText(name),
    value: SECRET.test(name) ? '(not kept)' : keptText(value),
  }));
  const more = [...headers].length - kept.length;
  return more === 0 ? kept : [...kept, { name: `…${more} more`, value: '(not kept)' }];
}
