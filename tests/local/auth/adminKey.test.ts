import * as crypto from 'node:crypto';
import { chmodSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { adminKeyOf, newAdminKey, sameKey } from '../../../local/auth/adminKey.ts';

// As it is, and seen to be called.
vi.mock('node:crypto', { spy: true });

function folder(): string {
  return mkdtempSync(join(tmpdir(), 'admin-key-'));
}

function rights(data: string): number {
  return statSync(join(data, 'admin-key')).mode & 0o777;
}

test('a data folder keeps its key, readable only by its owner', () => {
  const data = folder();
  const key = adminKeyOf(data);
  expect(rights(data)).toBe(0o600);
  expect(adminKeyOf(data)).toBe(key);
});

test('another folder has another key', () => {
  expect(adminKeyOf(folder())).not.toBe(adminKeyOf(folder()));
});

test('rights that were opened are closed again', () => {
  const data = folder();
  adminKeyOf(data);
  chmodSync(join(data, 'admin-key'), 0o644);
  adminKeyOf(data);
  expect(rights(data)).toBe(0o600);
});

test('a damaged key file is named', () => {
  const data = folder();
  writeFileSync(join(data, 'admin-key'), 'short');
  expect(() => adminKeyOf(data)).toThrow(/admin-key does not hold an admin key/);
});

test('a key equals only itself', () => {
  const key = newAdminKey();
  expect(sameKey(key, key)).toBe(true);
  expect(sameKey(key.slice(0, -1), key)).toBe(false);
  expect(sameKey('', key)).toBe(false);
});

test('how long comparing takes tells nothing of the key', () => {
  const key = newAdminKey();
  for (const given of ['', 'local|x', key.slice(0, -1), key]) {
    vi.mocked(crypto.timingSafeEqual).mockClear();
    sameKey(given, key);
    expect(crypto.timingSafeEqual).toHaveBeenCalledOnce();
  }
});
