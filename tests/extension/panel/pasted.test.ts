import { describe, expect, test } from 'vitest';
import { parseConnectString, unwrapped } from '../../../extension/panel/pasted.ts';

const URL = 'https://happy-otter-123.convex.cloud';

describe('text around a pasted value is removed', () => {
  test.each([
    [`  ${URL}  `],
    [`"${URL}"`],
    [`'${URL}',`],
    [`\`${URL}\`;`],
    [`CONVEX_URL=${URL}`],
    [`export VITE_CONVEX_URL="${URL}"`],
    [`CONVEX_URL = '${URL}',`],
  ])('%j', (text) => {
    expect(unwrapped(text)).toBe(URL);
  });
});

describe('a value that only looks wrapped is not changed', () => {
  test.each([['http://[::1]:3210'], ['localhost:3210'], ['https://a.example/?x=1'], ['wdk_a-b_c']])(
    '%j',
    (text) => {
      expect(unwrapped(text)).toBe(text);
    },
  );
});

test('a connect string has an access key and the address of its deployment', () => {
  const parts = { accessKey: 'wdk_a1-b_2', url: 'happy-otter-123.convex.cloud' };
  expect(parseConnectString('wdk_a1-b_2@happy-otter-123.convex.cloud')).toEqual(parts);
  expect(parseConnectString('"wdk_a1-b_2@happy-otter-123.convex.cloud",')).toEqual(parts);
  expect(parseConnectString('wdk_a@127.0.0.1:3210')).toMatchObject({ url: '127.0.0.1:3210' });
});

test('a key alone, a URL alone and other text are not connect strings', () => {
  for (const text of ['wdk_a1', URL, 'someone@example.com', 'wdk_@x', 'wdk_a@', '']) {
    expect(parseConnectString(text)).toBeNull();
  }
});
