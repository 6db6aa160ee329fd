import { expect, test } from 'vitest';
import { keptHeaders } from '../../../webhooks/receive/keptHeaders.ts';

function kept(name: string) {
  return keptHeaders(new Headers({ [name]: 'the value' }));
}

test.each([
  'svix-signature',
  'webhook-signature',
  'Authorization',
  'Proxy-Authorization',
  'Cookie',
  'X-Api-Key',
  'X-Auth-Token',
  'CF-Access-Client-Secret',
])('only the name of the header %s is kept', (name) => {
  expect(kept(name)).toEqual([{ name: name.toLowerCase(), value: '(not kept)' }]);
});

test.each([
  'svix-id',
  'svix-timestamp',
  'webhook-id',
  'content-type',
  'user-agent',
  'x-request-id',
])('the header %s is kept with its value', (name) => {
  expect(kept(name)).toEqual([{ name, value: 'the value' }]);
});

test('a long name or value of a header is cut, followed by its full length', () => {
  const long = 'x'.repeat(1_000_000);
  const cut = `${'x'.repeat(1024)}… (cut from 1000000 bytes)`;
  expect(keptHeaders(new Headers({ [long]: long }))).toEqual([{ name: cut, value: cut }]);
});

test('if there are more than 64 headers, the number of others is kept', () => {
  const many = Array.from({ length: 100 }, (_, n): [string, string] => [`x-${n}`, '1']);
  const headers = keptHeaders(new Headers(many));
  expect(headers).toHaveLength(65);
  expect(headers.at(-1)).toEqual({ name: '…36 more', value: '(not kept)' });
});
