import { compareValues, type Value } from 'convex/values';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { afterPrefix, encodeKey } from '../../../../local/engine/keys/keys.ts';
import { arbitraryValue } from '../arbitraryValue.ts';

const maybeMissing = fc.option(arbitraryValue, { nil: undefined, freq: 10 });

function sign(order: number): number {
  return Math.sign(order);
}

describe('keys', () => {
  test('order values as Convex does', () => {
    fc.assert(
      fc.property(maybeMissing, maybeMissing, (a, b) => {
        expect(Buffer.compare(encodeKey([a]), encodeKey([b]))).toBe(sign(compareValues(a, b)));
      }),
      { numRuns: 3000 },
    );
  });

  test('order tuples by their first difference', () => {
    fc.assert(
      fc.property(maybeMissing, maybeMissing, arbitraryValue, arbitraryValue, (a, b, c, d) => {
        const expected = compareValues(a, b) || compareValues(c, d);
        expect(Buffer.compare(encodeKey([a, c]), encodeKey([b, d]))).toBe(sign(expected));
      }),
      { numRuns: 1000 },
    );
  });

  test('afterPrefix is greater than every key with the prefix, and not greater than any other greater key', () => {
    fc.assert(
      fc.property(maybeMissing, maybeMissing, arbitraryValue, (prefix, other, rest) => {
        const bound = afterPrefix(encodeKey([prefix]));
        expect(Buffer.compare(encodeKey([prefix, rest]), bound)).toBe(-1);
        if (compareValues(other, prefix) > 0) {
          expect(Buffer.compare(encodeKey([other]), bound)).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('order types: missing, null, int64, float64, boolean, string, bytes, array, object', () => {
    const inOrder: (Value | undefined)[] = [
      undefined,
      null,
      -(2n ** 63n),
      2n ** 63n - 1n,
      -Infinity,
      -0,
      0,
      Infinity,
      NaN,
      false,
      true,
      '',
      'z',
      new ArrayBuffer(0),
      [],
      {},
    ];
    const keys = inOrder.map((value) => encodeKey([value]));
    expect(keys.toSorted((a, b) => Buffer.compare(a, b))).toEqual(keys);
  });
});
