import { lazy, Suspense, useMemo, useSyncExternalStore, type KeyboardEvent } from 'react';
import { toLocalInput } from '../app/localTime.ts';
import { formatFilter, type FilterTerm } from './filter.ts';
import { formatTime } from './format.ts';
import { histogramOf, stackedOutcomes } from './histogram.ts';
import { HistogramSpan } from './HistogramSpan.tsx';
import type { TimelineList } from './timelineList.ts';
import { usePaced } from './usePaced.ts';

const HistogramChart = lazy(() => import('./HistogramChart.tsx'));

const MAX_BARS = 120;
/** All rows are counted for it, so it follows a busy stream at a distance. */
const REDRAW_AFTER_MS = 500;
const timeLabel = 'self-end px-1 text-[10px] text-muted tabular-nums';

/**
 * Events over time by outcome. Brushing, or its sliders, set the filter's `after:` and `before:`; a
 * click, or Escape on a slider, takes them away.
 */
export function HistogramBar({
  list,
  terms,
  onChange,
}: {
  /** What the filter lets through, whatever its times. */
  list: TimelineList;
  terms: readonly FilterTerm[];
  onChange: (filter: string) => void;
}) {
  const counted = usePaced(list, list.rows, REDRAW_AFTER_MS);
  const histogram = useMemo(() => histogramOf(counted, MAX_BARS), [counted]);
  const theme = useTheme();
  // Nothing below moves when a filter lets nothing through.
  if (histogram === null) return <div className="h-9 border-b border-hairline bg-surface" />;

  const brush = (after: number, before: number) =>
    onChange(formatFilter(withTime(withTime(terms, 'after', after), 'before', before)));

  const isBrushed = terms.some(({ field }) => field === 'after' || field === 'before');
  const clear = () =>
    isBrushed && onChange(formatFilter(withTime(withTime(terms, 'after', null), 'before', null)));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !isBrushed) return;
    clear();
    event.preventDefault();
    event.stopPropagation();
  };

  const totals = stackedOutcomes
    .map((outcome) => [outcome, histogram.counts[outcome].reduce((a, b) => a + b, 0)] as const)
    .filter(([, total]) => total > 0)
    .map(([outcome, total]) => `${total.toLocaleString('en')} ${outcome}`);
  const from = formatTime(histogram.start);
  const until = formatTime(histogram.start + histogram.step * histogram.buckets);
  return (
    <div
      title="Drag to filter by time, click to show every time"
      onKeyDown={onKeyDown}
      className="flex h-9 border-b border-hairline bg-surface"
    >
      <span className={timeLabel}>{from}</span>
      <div className="relative min-w-0 flex-1">
        <div role="img" aria-label={`Events from ${from} to ${until}: ${totals.join(', ')}`}>
          <Suspense>
            <HistogramChart histogram={histogram} theme={theme} onBrush={brush} onClick={clear} />
          </Suspense>
        </div>
        <HistogramSpan
          histogram={histogram}
          terms={terms}
          onMove={(end, time) => onChange(formatFilter(withTime(terms, end, time)))}
        />
      </div>
      <span className={timeLabel}>{until}</span>
    </div>
  );
}

/** The terms with one end of their time span put elsewhere; null opens it. */
function withTime(
  terms: readonly FilterTerm[],
  field: 'after' | 'before',
  time: number | null,
): FilterTerm[] {
  const others = terms.filter((term) => term.field !== field);
  if (time === null) return others;
  return [...others, { field, value: toLocalInput(time), negated: false }];
}

function useTheme(): string {
  return useSyncExternalStore(
    (listener) => {
      const observer = new MutationObserver(listener);
      observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
      return () => observer.disconnect();
    },
    () => document.documentElement.dataset.theme ?? 'light',
  );
}
