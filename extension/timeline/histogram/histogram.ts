import { OUTCOMES } from '../../../webhooks/shared/outcome.ts';
import { isMoment } from '../../ui/time/moment.ts';
import type { TimelineOutcome } from '../../event/OutcomeChip.tsx';
import { outcomeOf, timeOf, type TimelineItem } from '../../event/item.ts';
import type { TimelineList } from '../rows/timelineList.ts';

/** Every outcome in the order in which bars are stacked, from the bottom. */
export const stackedOutcomes: TimelineOutcome[] = [...OUTCOMES, 'rejected'];

export interface Histogram {
  /** Start of the first bucket, milliseconds since 1970, and the width of each. */
  start: number;
  step: number;
  buckets: number;
  /** One number per bucket. */
  counts: Record<TimelineOutcome, number[]>;
}

/** The end of the last bar, milliseconds since 1970. */
export function endOf({ start, step, buckets }: Histogram): number {
  return start + step * buckets;
}

/** The bar at a share of the width, from 0 to 1. */
export function barAt({ buckets }: Histogram, share: number): number {
  return Math.min(Math.max(Math.floor(share * buckets), 0), buckets - 1);
}

/** "3 applied, 1 failed": the counts of some bars, without zeros. */
export function countWords({ counts }: Histogram, from: number, until: number): string {
  return stackedOutcomes
    .map((outcome) => {
      const total = counts[outcome].slice(from, until).reduce((a, b) => a + b, 0);
      return total > 0 ? `${total.toLocaleString('en')} ${outcome}` : '';
    })
    .filter((words) => words !== '')
    .join(', ');
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

/** Fewer bars would be too wide, so a short span is shown with the quiet time before it. */
const MIN_BUCKETS = 60;

interface List {
  length: number;
  at: (index: number) => TimelineItem | undefined;
}

/**
 * A list down to where its deliveries are loaded: older rejections alone would look as if no
 * delivery had come between them.
 *
 * @param loadedTo deliveries below this one are not loaded; null if all are
 */
export function loadedPart(list: TimelineList, loadedTo: TimelineItem | null): List {
  if (loadedTo === null || list.lines.length === 0) return list;
  const length = Math.floor(list.placeAmong(loadedTo)) + 1;
  return { length, at: (index) => list.at(index) };
}

/** Counts a list, newest first, by time and outcome in at most `maxBuckets` round steps. */
export function histogramOf(list: List, maxBuckets: number): Histogram | null {
  const newest = list.at(0);
  const oldest = list.at(list.length - 1);
  if (newest === undefined || oldest === undefined) return null;

  const [from, to] = [placeInTime(oldest), placeInTime(newest)];
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
    const bucket = Math.floor((placeInTime(item) - start) / step);
    // A server's clock may step back, and rows are in the order of their commit.
    counts[outcomeOf(item)][Math.min(Math.max(bucket, 0), buckets - 1)]! += 1;
  }
  return { start, step, buckets, counts };
}

/** When an item came; 1970 for a time that is not a date. */
function placeInTime(item: TimelineItem): number {
  const time = timeOf(item);
  return isMoment(time) ? time : 0;
}
