import { expect, test } from 'vitest';
import { copyOf } from '../../../webhooks/record/copyOf.ts';

test('a copy keeps what its original held, at any depth, when that changes', () => {
  const bytes = new Uint8Array([1]).buffer;
  const original = { gone: undefined, big: 7n, list: [{ n: 1 }], bytes };
  const copy = copyOf(original);
  original.list[0]!.n = 2;
  new Uint8Array(bytes)[0] = 2;
  expect(copy).toStrictEqual({
    gone: undefined,
    big: 7n,
    list: [{ n: 1 }],
    bytes: new Uint8Array([1]).buffer,
  });
});

test('what is no plain object is not copied, such as a placeholder of Convex', () => {
  const placeholder = new (class Placeholder {})();
  expect(copyOf({ at: placeholder }).at).toBe(placeholder);
});
