import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromLocalInput, toLocalInput } from '../../../extension/app/localTime.ts';

test('a moment survives the input to the second', () => {
  // An hour that comes twice in autumn reads back as its first: the text is what must stay.
  const anyTime = fc.integer({ min: 0, max: Date.UTC(2100, 0) / 1000 }).map((s) => s * 1000);
  fc.assert(
    fc.property(anyTime, (time) => {
      const text = toLocalInput(time);
      expect(text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
      expect(toLocalInput(fromLocalInput(text)!)).toBe(text);
    }),
  );
});

test.each(['', 'yesterday'])('%j is no moment yet', (text) => {
  expect(fromLocalInput(text)).toBeNull();
});
