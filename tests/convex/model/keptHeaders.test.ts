import { expect, test } from 'vitest';
import { keptHeaders } from '../../../convex/model/keptHeaders.ts';

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
])('of %s only the name is kept', (name) => {
  expect(kept(name)).toEqual([{ name: name.toLowerCase(), value: '(not kept)' }]);
});

test.each([
  'svix-id',
  'svix-timestamp',
  'webhook-id',
  'content-type',
  'user-agent',
  'x-request-id',
])('%s is kept', (name) => {
  expect(kept(name)).toEqual([{ name, value: 'the value' }]);
});
