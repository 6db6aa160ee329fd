/**
 * Random bytes for ids. Requesting them costs more than using them, so thousands are requested at
 * once.
 */
import { randomFillSync } from 'node:crypto';

const asked = Buffer.alloc(4096);
let used = asked.length;

/** @returns bytes that no other call gets, which must be read at once. */
export function randomBytes(count: number): Buffer {
  if (used + count > asked.length) {
    randomFillSync(asked);
    used = 0;
  }
  used += count;
  return asked.subarray(used - count, used);
}
