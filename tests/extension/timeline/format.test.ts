import { expect, test } from 'vitest';
import { formatLatency } from '../../../extension/timeline/format.ts';

test.each([
  [0, '0 ms'],
  [85, '85 ms'],
  [999.4, '999 ms'],
  [1_000, '1.0 s'],
  [1_250, '1.2 s'],
  [59_999, '59.9 s'],
  [60_000, '1 m 0 s'],
  [185_000, '3 m 5 s'],
  [7_440_000, '2 h 4 m'],
  [262_800_000, '3 d 1 h'],
  [-5, 'clock ahead'],
])('%d ms reads %j', (ms, text) => {
  expect(formatLatency(ms)).toBe(text);
});
