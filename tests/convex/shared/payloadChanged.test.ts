import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { payloadChanged } from '../../../convex/shared/payloadChanged.ts';

const body = (data: object) => JSON.stringify({ type: 'user.updated', timestamp: 1, data });

describe('the top-level fields that differ', () => {
  test.each([
    ['none', { a: 1 }, { a: 1 }, []],
    ['a value', { a: 1, b: 2 }, { a: 1, b: 3 }, ['b']],
    ['one that is gone and one that is new', { a: 1 }, { b: 1 }, ['a', 'b']],
    ['null is not absent', { a: null }, {}, ['a']],
    ['something deep inside', { a: { b: [{ c: 1 }] } }, { a: { b: [{ c: 2 }] } }, ['a']],
    ['the order of keys is none', { a: { x: 1, y: 2 } }, { a: { y: 2, x: 1 } }, []],
    ['the order of items is one', { a: [1, 2] }, { a: [2, 1] }, ['a']],
    ['an array is no object', { a: [] }, { a: {} }, ['a']],
  ])('%s', (_name, before, after, expected) => {
    expect(payloadChanged(body(before), body(after))).toEqual(expected);
  });

  test('are at most 20', () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`f${n}`, n]));
    expect(payloadChanged(body({}), body(many))).toHaveLength(20);
  });

  test('are not known when a body is no Clerk event', () => {
    expect(payloadChanged('forgotten', body({}))).toBeUndefined();
  });
});

test('any value equals itself with its keys in another order, and differs from any other', () => {
  const reordered = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reordered);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, item]) => [key, reordered(item)]),
    );
  };
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      const clone: unknown = JSON.parse(JSON.stringify(a));
      expect(payloadChanged(body({ a }), body({ a: reordered(clone) }))).toEqual([]);
      const differs = JSON.stringify(sorted(a)) !== JSON.stringify(sorted(b));
      expect(payloadChanged(body({ a }), body({ a: b }))).toEqual(differs ? ['a'] : []);
    }),
  );
});

/** With sorted keys, as JSON: another way to tell whether two values are the same. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return ['array', value.map(sorted)];
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return ['object', entries.map(([key, item]) => [key, sorted(item)])];
}
