import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromLocalInput, toLocalInput } from '../../../../extension/ui/time/localTime.ts';

test('a time is read back from the input to the second', () => {
  // An hour that comes twice in autumn is read as the first, so only the text must stay the same.
  const anyTime = fc.integer({ min: 0, max: Date.UTC(2100, 0) / 1000 }).map((s) => s * 1000);
  fc.assert(
    fc.property(anyTime, (time) => {
      const text = toLocalInput(time);
      expect(text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
      expect(toLocalInput(fromLocalInput(text)!)).toBe(text);
    }),
  );
});

test.each(['', 'yesterday'])('%j is not a time yet', (text) => {
  expect(fromLocalInput(text)).toBeNull();
});
