import { expect, test } from 'vitest';
import { refusal } from '../../../local/http/loopback.ts';

test.each([
  ['127.0.0.1:3210', undefined],
  ['localhost:3210', undefined],
  ['localhost', undefined],
  ['[::1]:3210', undefined],
  ['127.0.0.1:3210', 'http://localhost:5173'],
  ['127.0.0.1:3210', 'https://127.0.0.1'],
  ['127.0.0.1:3210', 'chrome-extension://abcdefghijklmnopabcdefghijklmnop'],
  ['127.0.0.1:3210', 'moz-extension://5b4e6a54-7d2a-4f3c-9a35-000000000000'],
])('a request to %s from %s is answered', (host, origin) => {
  expect(refusal({ host, origin })).toBeNull();
});

test.each([
  [undefined, undefined, /Host/],
  ['', undefined, /Host/],
  ['rebound.example.com:3210', undefined, /Host/],
  ['localhost.example.com', undefined, /Host/],
  ['127.0.0.1.example.com', undefined, /Host/],
  ['user@rebound.example.com', undefined, /Host/],
  ['0.0.0.0:3210', undefined, /Host/],
  ['a b', undefined, /Host/],
  ['127.0.0.1:3210', 'https://example.com', /Origin/],
  ['127.0.0.1:3210', 'http://localhost.example.com', /Origin/],
  ['127.0.0.1:3210', 'null', /Origin/],
  ['127.0.0.1:3210', '', /Origin/],
  ['127.0.0.1:3210', 'file://', /Origin/],
])('a request to %s from %s is refused', (host, origin, reason) => {
  expect(refusal({ host, origin })).toMatch(reason);
});

const elsewhere = { host: '127.0.0.1:3210', 'sec-fetch-site': 'cross-site' };

test.each([
  ['a <script> of another site', { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' }],
  ['a frame of another site', { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }],
  [
    'an <img> of another site',
    { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image', referer: 'https://example.com/' },
  ],
])('a request by %s is refused', (_name, headers) => {
  expect(refusal({ ...elsewhere, ...headers })).toMatch(/Origin/);
});

test.each([
  ['a link of another site', { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }],
  [
    'an <img> of a page of this machine',
    { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image', referer: 'http://localhost:5173/' },
  ],
])('a request by %s is answered', (_name, headers) => {
  expect(refusal({ ...elsewhere, ...headers })).toBeNull();
});
