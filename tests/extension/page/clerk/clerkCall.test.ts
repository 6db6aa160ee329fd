/** Which requests of a page are calls to Clerk, by the URLs that clerk-js 4 to 6 use. */
import { expect, test } from 'vitest';
import { clerkCallOf } from '../../../../extension/page/clerk/clerkCall.ts';

const VERSION = '_clerk_js_version=6.40.0';

test.each([
  [`https://happy.clerk.accounts.dev/v1/me?${VERSION}&_method=PATCH`, 'PATCH /v1/me', 'update'],
  [`https://clerk.example.com/v1/me?_method=DELETE&${VERSION}`, 'DELETE /v1/me', 'delete'],
  [
    `https://app.example.com/__clerk/v1/me/metadata?${VERSION}&_method=PATCH`,
    'PATCH /v1/me/metadata',
    'update',
  ],
  [
    `http://127.0.0.1:4000/v1/me/email_addresses/?${VERSION}`,
    'POST /v1/me/email_addresses',
    'update',
  ],
  [
    `https://clerk.example.com/v1/me/email_addresses/idn_2xSecret/attempt_verification?${VERSION}`,
    'POST /v1/me/email_addresses/…/attempt_verification',
    'update',
  ],
  [
    `https://clerk.example.com/v1/client/sign_ups?${VERSION}`,
    'POST /v1/client/sign_ups',
    'sign up',
  ],
  [
    `https://clerk.example.com/v1/client/sign_ups/sua_1/attempt_verification?${VERSION}`,
    'POST /v1/client/sign_ups/…/attempt_verification',
    'sign up',
  ],
  [
    `https://clerk.example.com/v1/client/sessions/sess_1/touch?${VERSION}`,
    'POST /v1/client/sessions/…/touch',
    'other',
  ],
  [`https://clerk.example.com/v1/organizations?${VERSION}`, 'POST /v1/organizations', 'other'],
])('%s is %s', (url, name, kind) => {
  expect(clerkCallOf({ url, method: 'POST' })).toMatchObject({ name, kind });
});

test('reading who is signed in is a call that changes nothing', () => {
  const url = `https://clerk.example.com/v1/client?${VERSION}`;
  expect(clerkCallOf({ url, method: 'GET' })).toEqual({
    name: 'GET /v1/client',
    kind: 'other',
    ofClient: true,
  });
});

test.each([
  'https://clerk.example.com/v1/me',
  'https://api.example.com/v1/me?_clerk_js_versions=6',
  `https://clerk.example.com/me?${VERSION}`,
  `wss://clerk.example.com/v1/me?${VERSION}`,
  `https://clerk.example.com/v1/me?${VERSION}&_method=%3Cimg%3E`,
  `https://clerk.example.com/v1/me?${VERSION}&x=${'x'.repeat(20_000)}`,
  `not a url ${VERSION}`,
  '',
])('%.60s is not a call to Clerk', (url) => {
  expect(clerkCallOf({ url, method: 'POST' })).toBeNull();
});

test('text from a hostile path is left out of the name of the call', () => {
  const hostile = [
    '<img src=x>',
    'user:x -outcome',
    '\u202egpj',
    'eyJhbGciOi',
    '../..',
    'a',
    'b',
    'c',
  ];
  const path = hostile.map(encodeURIComponent).join('/');
  const call = clerkCallOf({ url: `https://x.example/v1/${path}?${VERSION}`, method: 'POST' });
  expect(call?.name).toMatch(/^POST \/v1\/[…/]+$/);
  expect(call!.name.length).toBeLessThan(30);
});
