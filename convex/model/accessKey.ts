const PREFIX = 'wdk_';

/** A new access key: 256 random bits. Only actions have a secure source of randomness. */
export function newAccessKey(): string {
  return PREFIX + hex(crypto.getRandomValues(new Uint8Array(32)));
}

/** What is stored of a key. It has 256 bits of entropy, so a plain SHA-256 cannot be reversed. */
export async function hashAccessKey(accessKey: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(accessKey));
  return hex(new Uint8Array(digest));
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
