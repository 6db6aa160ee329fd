import type { AlignedData } from 'uplot';
import type { TimelineOutcome } from '../../event/OutcomeChip.tsx';
import { stackedOutcomes, type Histogram } from './histogram.ts';

/**
 * The least height in pixels of the outcomes below, so that a single failure is visible beside a
 * thousand applied events.
 */
const FLOOR = 3;
const withFloor: TimelineOutcome[] = ['failed', 'rejected'];

/**
 * The series of a stacked chart that is `height` pixels high. uPlot draws series over each other: the
 * whole stack first, then each without the one above it.
 */
export function stack({ start, step, buckets, counts }: Histogram, height: number): AlignedData {
  const times = Array.from({ length: buckets }, (_, index) => start + index * step);
  const totals = times.map((_, index) =>
    stackedOutcomes.reduce((sum, outcome) => sum + counts[outcome][index]!, 0),
  );
  const floor = (Math.max(...totals) * FLOOR) / height;
  const sums = times.map(() => 0);
  const series = stackedOutcomes.map((outcome) =>
    counts[outcome].map((count, index) => {
      const shown = count > 0 && withFloor.includes(outcome) ? Math.max(count, floor) : count;
      return (sums[index]! += shown);
    }),
  );
  return [times, ...series.toReversed()];
}
