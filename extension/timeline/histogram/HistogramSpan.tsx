import { serverNow } from '../../data/connection/serverClock.ts';
import type { FilterTerm } from '../filter/filter.ts';
import { parseTime } from '../filter/time.ts';
import { formatTime } from '../../event/format.ts';
import type { Histogram } from './histogram.ts';

/** The part of a histogram that matches the filter's times, in bars, excluding `before`. */
interface Span {
  after: number;
  before: number;
}

/**
 * Dims the part of the histogram outside the filter's times. Each end is a slider for the keyboard,
 * which moves one bar per key press. An end at the histogram's own end sets no time.
 */
export function HistogramSpan({
  histogram,
  terms,
  onMove,
}: {
  histogram: Histogram;
  terms: readonly FilterTerm[];
  /** `time`: milliseconds since 1970; null when the end is open. */
  onMove: (end: keyof Span, time: number | null) => void;
}) {
  const { start, step, buckets } = histogram;
  const span = spanOf(terms, histogram, serverNow());
  const share = (bar: number) => `${(100 * bar) / buckets}%`;
  const timeAt = (bar: number) => start + bar * step;
  const move = (end: keyof Span, bar: number) => {
    const next = { ...span, [end]: bar };
    const isOpen = bar === (end === 'after' ? 0 : buckets);
    if (next.after < next.before) onMove(end, isOpen ? null : timeAt(bar));
  };
  return (
    <div className="pointer-events-none absolute inset-x-0 top-0 bottom-3.25">
      <div className="absolute inset-y-0 left-0 bg-bg/75" style={{ width: share(span.after) }} />
      <div className="absolute inset-y-0 right-0 bg-bg/75" style={{ left: share(span.before) }} />
      {(['after', 'before'] as const).map((end) => (
        <span key={end}>
          <input
            type="range"
            aria-label={end === 'after' ? 'Show events after' : 'Show events before'}
            aria-valuetext={formatTime(timeAt(span[end]))}
            max={buckets}
            value={span[end]}
            onChange={({ target }) => move(end, Number(target.value))}
            className="peer absolute inset-0 opacity-0"
          />
          <span
            aria-hidden
            className="absolute inset-y-0 w-0.5 -translate-x-1/2 peer-focus-visible:bg-accent"
            style={{ left: share(span[end]) }}
          />
        </span>
      ))}
    </div>
  );
}

function spanOf(
  terms: readonly FilterTerm[],
  { start, step, buckets }: Histogram,
  now: number,
): Span {
  const barsOf = (end: keyof Span) =>
    terms
      .filter(({ field, negated }) => field === end && !negated)
      .map(({ value }) => parseTime(value, now))
      .filter((time) => time !== null)
      .map((time) => Math.min(Math.max((time - start) / step, 0), buckets));
  return {
    after: Math.floor(Math.max(0, ...barsOf('after'))),
    before: Math.ceil(Math.min(buckets, ...barsOf('before'))),
  };
}
