import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keptText } from '../../../webhooks/shared/keptText.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text).length;

test('a text of 1 KB is kept whole', () => {
  expect(keptText('x'.repeat(1024))).toBe('x'.repeat(1024));
});

test('a longer text is cut, followed by its full size', () => {
  expect(keptText('x'.repeat(5000))).toBe(`${'x'.repeat(1024)}… (cut from 5000 bytes)`);
});

test('a text is never cut within a character', () => {
  expect(keptText('é🙂é', 5)).toBe('é… (cut from 8 bytes)');
});

test('any text is cut to its first characters, in well-formed Unicode', () => {
  const text = fc.string({ unit: 'binary', maxLength: 60 });
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 40 }), (received, most) => {
      const kept = keptText(received, most);
      const [start] = kept.split('… (cut from ') as [string];
      expect(kept.isWellFormed()).toBe(true);
      expect(received.toWellFormed().startsWith(start)).toBe(true);
      if (kept !== start) expect(bytesOf(start)).toBeLessThanOrEqual(most);
      expect(kept === start).toBe(bytesOf(received) <= most);
    }),
  );
});
