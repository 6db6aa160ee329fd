import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  histogramOf,
  stackedOutcomes,
} from '../../../../extension/timeline/histogram/histogram.ts';
import { outcomeOf, timeOf, type TimelineItem } from '../../../../extension/event/item.ts';
import { OUTCOMES } from '../../../../webhooks/shared/outcome.ts';
import { auditRow, NOON, rejection } from '../../../fixtures/data/auditRow.ts';

const listOf = (items: TimelineItem[]) => ({
  length: items.length,
  at: (index: number) => items[index],
});

test('an empty list has no histogram', () => {
  expect(histogramOf(listOf([]), 120)).toBeNull();
});

test('a single event is in the last bar, with empty bars before it', () => {
  const histogram = histogramOf(listOf([auditRow(500)]), 120)!;
  expect(histogram.step).toBe(1_000);
  expect(histogram.counts.applied.at(-1)).toBe(1);
  expect(histogram.start + histogram.step * (histogram.buckets - 1)).toBe(NOON);
});

test('events with absurd times are counted in a bounded number of bars', () => {
  const times = [Infinity, 1_764_400_000_080_000_000, NOON, NaN, -9e15];
  const items = times.map((received_at, place) => auditRow(place, { received_at }));
  const { buckets, counts } = histogramOf(listOf(items), 120)!;
  expect(buckets).toBeLessThanOrEqual(120);
  expect(counts.applied.reduce((a, b) => a + b, 0)).toBe(times.length);
});

test('every event is counted once, in the bar of its time and outcome, in a bounded number of bars', () => {
  const item = fc.oneof(
    fc
      .record({ place: fc.nat(1e9), outcome: fc.constantFrom(...OUTCOMES) })
      .map(({ place, outcome }) => auditRow(place, { outcome })),
    fc.nat(1e9).map((place) => rejection(place)),
  );
  fc.assert(
    fc.property(
      fc.array(item, { minLength: 1 }),
      fc.integer({ min: 60, max: 200 }),
      (items, max) => {
        const sorted = items.toSorted((a, b) => timeOf(b) - timeOf(a));
        const { start, step, buckets, counts } = histogramOf(listOf(sorted), max)!;
        expect(buckets).toBeLessThanOrEqual(max);
        for (const outcome of stackedOutcomes) {
          const expected = Array.from({ length: buckets }, (_, bucket) => {
            const [from, until] = [start + bucket * step, start + (bucket + 1) * step];
            return sorted.filter(
              (one) => outcomeOf(one) === outcome && timeOf(one) >= from && timeOf(one) < until,
            ).length;
          });
          expect(counts[outcome]).toEqual(expected);
        }
      },
    ),
  );
});
