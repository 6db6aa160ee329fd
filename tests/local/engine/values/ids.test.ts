import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeId, newId, tableNumberOf } from '../../../../local/engine/values/ids.ts';

const tableNumber = fc.integer({ min: 1, max: 2 ** 32 - 1 });

describe('ids', () => {
  test('contain the number of their table', () => {
    fc.assert(fc.property(tableNumber, (number) => tableNumberOf(newId(number)) === number));
  });

  test('are refused when one character differs', () => {
    fc.assert(
      fc.property(tableNumber, fc.nat(), fc.nat(31), (number, position, shift) => {
        const id = newId(number);
        const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
        const at = position % id.length;
        const changed = alphabet[(alphabet.indexOf(id[at]!) + 1 + (shift % 31)) % 32]!;
        const other = id.slice(0, at) + changed + id.slice(at + 1);
        expect(tableNumberOf(other)).toBeNull();
      }),
    );
  });

  test.each(['', 'x', 'not-an-id', '0'.repeat(31), 'u'.repeat(32), 'a'.repeat(100)])(
    '%j is not an id',
    (text) => {
      expect(tableNumberOf(text)).toBeNull();
    },
  );

  test('have the length of Convex ids', () => {
    expect(encodeId(10_001, new Uint8Array(16))).toHaveLength(32);
  });
});
