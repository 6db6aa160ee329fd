import type { Mark } from '../../../webhooks/shared/mark.ts';
import { endOf, type Histogram } from './histogram.ts';

/** A line for each deploy within the histogram's time. */
export function HistogramMarks({
  histogram,
  marks,
}: {
  histogram: Histogram;
  marks: readonly Mark[];
}) {
  const { start } = histogram;
  const end = endOf(histogram);
  return marks
    .filter(({ at }) => at >= start && at < end)
    .map(({ id, at }) => (
      <span
        key={id}
        aria-hidden
        style={{ left: `${(100 * (at - start)) / (end - start)}%` }}
        className="pointer-events-none absolute inset-y-0 border-l border-dashed border-accent"
      />
    ));
}
