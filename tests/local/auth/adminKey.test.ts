import * as crypto from 'node:crypto';
import { chmodSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { adminKeyOf, newAdminKey, sameKey } from '../../../local/auth/adminKey.ts';
import { temporaryFolder } from '../../fixtures/temporaryFolder.ts';

// The real function, with its calls recorded.
vi.mock('node:crypto', { spy: true });

function rights(data: string): number {
  return statSync(join(data, 'admin-key')).mode & 0o777;
}

test('a data folder keeps its admin key, readable only by its owner', () => {
  const data = temporaryFolder();
  const key = adminKeyOf(data);
  expect(rights(data)).toBe(0o600);
  expect(adminKeyOf(data)).toBe(key);
});

test('every data folder has a different admin key', () => {
  expect(adminKeyOf(temporaryFolder())).not.toBe(adminKeyOf(temporaryFolder()));
});

test('a key file that others may read is made private again', () => {
  const data = temporaryFolder();
  adminKeyOf(data);
  chmodSync(join(data, 'admin-key'), 0o644);
  adminKeyOf(data);
  expect(rights(data)).toBe(0o600);
});

test('the error about a damaged key file names the file', () => {
  const data = temporaryFolder();
  writeFileSync(join(data, 'admin-key'), 'short');
  expect(() => adminKeyOf(data)).toThrow(/admin-key does not hold an admin key/);
});

test('an admin key equals only itself', () => {
  const key = newAdminKey();
  expect(sameKey(key, key)).toBe(true);
  expect(sameKey(key.slice(0, -1), key)).toBe(false);
  expect(sameKey('', key)).toBe(false);
});

test('the time of a comparison does not depend on the key', () => {
  const key = newAdminKey();
  for (const given of ['', 'local|x', key.slice(0, -1), key]) {
    vi.mocked(crypto.timingSafeEqual).mockClear();
    sameKey(given, key);
    expect(crypto.timingSafeEqual).toHaveBeenCalledOnce();
  }
});
