import { OUTCOMES } from '../../convex/shared/outcome.ts';
import type { TimelineOutcome } from '../app/OutcomeChip.tsx';
import { outcomeOf, timeOf, type TimelineItem } from './item.ts';

/** Every outcome in the order in which bars are stacked, from the bottom. */
export const stackedOutcomes: TimelineOutcome[] = [...OUTCOMES, 'rejected'];

export interface Histogram {
  /** Start of the first bucket, milliseconds since 1970, and the width of each. */
  start: number;
  step: number;
  buckets: number;
  /** One number a bucket. */
  counts: Record<TimelineOutcome, number[]>;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 2, 5, 10, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 30].map((n) => n * MINUTE),
  ...[1, 2, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 30, 90, 365].map((n) => n * DAY),
];

/** Fewer bars than these would be blocks: a short span is shown with the quiet time before it. */
const MIN_BUCKETS = 60;

/** Counts a list, newest first, by time and outcome in at most `maxBuckets` round steps. */
export function histogramOf(
  list: { length: number; at(index: number): TimelineItem | undefined },
  maxBuckets: number,
): Histogram | null {
  const newest = list.at(0);
  const oldest = list.at(list.length - 1);
  if (newest === undefined || oldest === undefined) return null;

  const [from, to] = [timeOf(oldest), timeOf(newest)];
  const fits = (step: number) => Math.floor(to / step) - Math.floor(from / step) < maxBuckets;
  const step = STEPS.find(fits) ?? Math.ceil((to - from + 1) / (maxBuckets - 1));
  const end = Math.floor(to / step) * step;
  const start = Math.min(Math.floor(from / step) * step, end - (MIN_BUCKETS - 1) * step);
  const buckets = (end - start) / step + 1;

  const counts = Object.fromEntries(
    stackedOutcomes.map((outcome) => [outcome, Array.from({ length: buckets }, () => 0)]),
  ) as Histogram['counts'];
  for (let index = 0; index < list.length; index++) {
    const item = list.at(index)!;
    const bucket = Math.floor((timeOf(item) - start) / step);
    // The clock of a server may step back, and rows are in the order of their commit.
    counts[outcomeOf(item)][Math.min(Math.max(bucket, 0), buckets - 1)]! += 1;
  }
  return { start, step, buckets, counts };
}
