import { formatTime } from '../../event/format.ts';
import type { Mark } from '../../../webhooks/shared/mark.ts';
import { VisibleText } from '../../ui/text/VisibleText.tsx';
import { countWords, type Histogram } from './histogram.ts';

/** The time, the counts and the deploys of the bar under the pointer. */
export function HistogramHover({
  histogram,
  bar,
  marks,
}: {
  histogram: Histogram;
  bar: number;
  marks: readonly Mark[];
}) {
  const { start, step, buckets } = histogram;
  const from = start + bar * step;
  const share = (100 * (bar + 0.5)) / buckets;
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute top-full z-20 rounded-sm border border-hairline bg-bg shadow-over px-1.5 py-0.5 whitespace-nowrap tabular-nums"
      style={share < 50 ? { left: `${share}%` } : { right: `${100 - share}%` }}
    >
      {formatTime(from)} – {formatTime(from + step, from)}
      <span className="ml-2 text-muted">{countWords(histogram, bar, bar + 1) || 'none'}</span>
      {marks
        .filter(({ at }) => at >= from && at < from + step)
        .map(({ id, name }) => (
          <span key={id} className="ml-2 text-accent">
            deploy <VisibleText text={name} />
          </span>
        ))}
    </div>
  );
}
