import { digest } from '../digest.ts';

const PREFIX = 'wdk_';

/** A new access key: 256 random bits. Only actions have a secure source of randomness. */
export function newAccessKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return PREFIX + Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * The hash under which a key is stored. A key is 256 random bits, so a plain SHA-256 cannot be
 * reversed.
 */
export async function hashAccessKey(accessKey: string): Promise<string> {
  return await digest(accessKey);
}
