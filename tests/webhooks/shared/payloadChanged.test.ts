import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { payloadChanged } from '../../../webhooks/shared/payloadChanged.ts';

const body = (data: object) => JSON.stringify({ type: 'user.updated', timestamp: 1, data });

describe('the top-level fields that differ', () => {
  test.each([
    ['none', { a: 1 }, { a: 1 }, []],
    ['a value', { a: 1, b: 2 }, { a: 1, b: 3 }, ['b']],
    ['include a removed and an added one', { a: 1 }, { b: 1 }, ['a', 'b']],
    ['include null against absent', { a: null }, {}, ['a']],
    [
      'include one that differs deep inside',
      { a: { b: [{ c: 1 }] } },
      { a: { b: [{ c: 2 }] } },
      ['a'],
    ],
    ['do not depend on the order of keys', { a: { x: 1, y: 2 } }, { a: { y: 2, x: 1 } }, []],
    ['depend on the order of items', { a: [1, 2] }, { a: [2, 1] }, ['a']],
    ['include an array against an object', { a: [] }, { a: {} }, ['a']],
  ])('%s', (_name, before, after, expected) => {
    expect(payloadChanged(body(before), body(after))).toEqual(expected);
  });

  test.each([
    ['1610521604143693812', '1610521604143693813', ['n']],
    ['1610521604143693812', '1610521604143693812', []],
    ['1', '1.0', ['n']],
    ['100', '1e2', ['n']],
  ])('of the numbers %s and %s are %j', (before, after, expected) => {
    const numbered = (n: string) => body({ n: 0 }).replace('"n":0', `"n":${n}`);
    expect(payloadChanged(numbered(before), numbered(after))).toEqual(expected);
  });

  test('are at most 20, followed by the number of others', () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`f${n}`, n]));
    const changed = payloadChanged(body({}), body(many));
    expect(changed).toHaveLength(21);
    expect(changed?.at(-1)).toBe('…10 more');
  });

  test('are unknown if a body is not a Clerk event', () => {
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

/** JSON with sorted keys: another way to compare two values. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return ['array', value.map(sorted)];
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return ['object', entries.map(([key, item]) => [key, sorted(item)])];
}
