/** The admin key, which gives full access to the deployment. It is made once per data folder. */
import { randomBytes, timingSafeEqual, createHash } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FORM = /^local\|[0-9a-f]{64}$/;

/** A key of 256 random bits, in the `name|secret` form that the Convex CLI expects. */
export function newAdminKey(): string {
  return `local|${randomBytes(32).toString('hex')}`;
}

/**
 * The key kept in the data folder, made when there is none. Only the owner can read the file.
 *
 * @throws when the file holds something else.
 */
export function adminKeyOf(dataFolder: string): string {
  const file = join(dataFolder, 'admin-key');
  try {
    writeFileSync(file, newAdminKey(), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    chmodSync(file, 0o600);
  }
  const key = readFileSync(file, 'utf8').trim();
  if (!FORM.test(key)) {
    throw new Error(`${file} does not hold an admin key. Delete the file to get a new key.`);
  }
  return key;
}

/** Compares in constant time, even for different lengths. */
export function sameKey(given: string, key: string): boolean {
  return timingSafeEqual(digest(given), digest(key));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
