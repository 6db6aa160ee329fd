import { expect, test } from 'vitest';
import { placeAfterKey } from '../../../../extension/ui/keyboard/listKeys.ts';

test.each<[string, number, number | null]>([
  ['ArrowDown', 3, 4],
  ['ArrowDown', -1, 0],
  ['ArrowDown', 9, 9],
  ['ArrowUp', 0, 0],
  ['PageDown', 3, 7],
  ['PageDown', 8, 9],
  ['PageUp', 2, 0],
  ['Home', 5, 0],
  ['End', 5, 9],
  ['ArrowDown', 1.5, 2],
  ['ArrowUp', 1.5, 1],
  ['PageDown', 1.5, 5],
  ['PageUp', 4.5, 1],
  ['ArrowDown', 9.5, 9],
  ['ArrowUp', -0.5, 0],
  ['x', 5, null],
])('%s from place %d of ten leads to place %d', (key, place, target) => {
  expect(placeAfterKey(key, place, 10, 4)).toBe(target);
});

test('no key leads anywhere in an empty list', () => {
  expect(placeAfterKey('Home', -1, 0, 4)).toBeNull();
});
