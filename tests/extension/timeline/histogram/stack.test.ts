import { expect, test } from 'vitest';
import { countWords, type Histogram } from '../../../../extension/timeline/histogram/histogram.ts';
import { stack } from '../../../../extension/timeline/histogram/stack.ts';

const none = [0, 0];
const histogram = (counts: Partial<Histogram['counts']>): Histogram => ({
  start: 0,
  step: 1_000,
  buckets: 2,
  counts: {
    applied: none,
    unchanged: none,
    duplicate: none,
    stale: none,
    ignored: none,
    failed: none,
    rejected: none,
    ...counts,
  },
});

test('a single failure beside many that were applied is at least three pixels high', () => {
  const [, whole] = stack(histogram({ applied: [1_000, 0], failed: [1, 0] }), 20);
  const pixels = ((whole![0]! - 1_000) * 20) / 1_001;
  expect(pixels).toBeCloseTo(3);
});

test('a bar without failures is as high as its count', () => {
  const [, whole] = stack(histogram({ applied: [1_000, 7], failed: [1, 0] }), 20);
  expect(whole![1]).toBe(7);
});

test('the words of a bar leave out outcomes that it does not have', () => {
  const counted = histogram({ applied: [1_200, 3], failed: [1, 0] });
  expect(countWords(counted, 0, 1)).toBe('1,200 applied, 1 failed');
  expect(countWords(counted, 0, 2)).toBe('1,203 applied, 1 failed');
});
