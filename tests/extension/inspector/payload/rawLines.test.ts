import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineStarts } from '../../../../extension/inspector/payload/rawLines.ts';

const lines = (text: string, columns: number) => {
  const starts = lineStarts(text, columns);
  return starts.slice(0, -1).map((start, at) => text.slice(start, starts[at + 1]));
};

test.each([
  ['breaks at the width', 'abcdefg', 3, ['abc', 'def', 'g']],
  ['breaks at line feeds', 'ab\n\ncd', 3, ['ab\n', '\n', 'cd']],
  ['never breaks a character in two', 'ab👋c', 3, ['ab', '👋c']],
  ['has no line for an empty text', '', 3, []],
])('%s', (_fact, text, columns, expected) => {
  expect(lines(text, columns)).toEqual(expected);
});

test('the lines together are the text, and none is empty or longer than the width', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 2, max: 9 }), (text, columns) => {
      expect(lines(text, columns).join('')).toBe(text);
      for (const line of lines(text, columns)) {
        expect(line.length).toBeGreaterThan(0);
        expect(line.replace(/\n$/, '').length).toBeLessThanOrEqual(columns);
      }
    }),
  );
});
