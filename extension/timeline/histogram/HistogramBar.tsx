import { lazy, Suspense, useState, useSyncExternalStore, type KeyboardEvent } from 'react';
import type { Mark } from '../../../webhooks/shared/mark.ts';
import { toLocalInput } from '../../ui/time/localTime.ts';
import { formatFilter, type FilterTerm } from '../filter/filter.ts';
import { formatTime } from '../../event/format.ts';
import type { TimelineItem } from '../../event/item.ts';
import { countWords, endOf, histogramOf, loadedPart, stackedOutcomes } from './histogram.ts';
import { HistogramHover } from './HistogramHover.tsx';
import { HistogramMarks } from './HistogramMarks.tsx';
import { HistogramSpan } from './HistogramSpan.tsx';
import type { TimelineList } from '../rows/timelineList.ts';
import { usePaced } from '../../ui/redraw/usePaced.ts';

const HistogramChart = lazy(() => import('./HistogramChart.tsx'));

const MAX_BARS = 120;
/** Drawing counts all rows, so the histogram lags behind a busy stream. */
const REDRAW_AFTER_MS = 500;

/**
 * Events over time by outcome. Brushing, a click on a bar, or its sliders set the filter's `after:`
 * and `before:`; a click beside the bars, or Escape on a slider, removes them.
 */
export function HistogramBar({
  list,
  loadedTo,
  marks,
  terms,
  meant,
  onChange,
}: {
  /** The events that match the filter, without its times. */
  list: TimelineList;
  /** Deliveries below this one are not loaded; null if all are. */
  loadedTo: TimelineItem | null;
  /** The deploys that were marked. */
  marks: readonly Mark[];
  terms: readonly FilterTerm[];
  /** The same terms, with a time instead of `deploy`. */
  meant: readonly FilterTerm[];
  onChange: (filter: string) => void;
}) {
  const count = () => histogramOf(loadedPart(list, loadedTo), MAX_BARS);
  const histogram = usePaced(count, list, list.lines, REDRAW_AFTER_MS);
  const theme = useTheme();
  const [hovered, setHovered] = useState<number | null>(null);
  if (histogram === null) {
    // Without events there is no time to show. If a filter matches none, or they are not counted
    // yet, the height is kept, so that nothing below moves.
    if (list.length > 0)
      return <div className="h-9 shrink-0 border-b border-hairline bg-surface" />;
    const isFiltered = terms.some(({ field }) => field !== 'after' && field !== 'before');
    return isFiltered ? <NoMatches /> : null;
  }

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

  const { start, step, buckets } = histogram;
  const [from, until] = [formatTime(start), formatTime(endOf(histogram))];
  const hasEvents = (bar: number) =>
    stackedOutcomes.some((name) => histogram.counts[name][bar]! > 0);
  const onClick = (bar: number) => {
    const ends = [start + bar * step, start + (bar + 1) * step] as const;
    const isShown = ends.every((end) => terms.some(({ value }) => value === toLocalInput(end)));
    if (hasEvents(bar) && !isShown) brush(...ends);
    else clear();
  };
  return (
    <div
      onKeyDown={onKeyDown}
      className="relative h-9 shrink-0 border-b border-hairline bg-surface"
    >
      <div
        role="img"
        aria-label={`Events from ${from} to ${until}: ${countWords(histogram, 0, buckets)}`}
      >
        <Suspense>
          <HistogramChart
            histogram={histogram}
            theme={theme}
            onBrush={brush}
            onHover={setHovered}
            onClick={onClick}
          />
        </Suspense>
      </div>
      <HistogramSpan
        histogram={histogram}
        terms={meant}
        onMove={(end, time) => onChange(formatFilter(withTime(terms, end, time)))}
      />
      <HistogramMarks histogram={histogram} marks={marks} />
      {hovered !== null && hovered < buckets && (
        <HistogramHover histogram={histogram} bar={hovered} marks={marks} />
      )}
    </div>
  );
}

function NoMatches() {
  return (
    <p className="flex h-9 shrink-0 items-center justify-center border-b border-hairline text-muted">
      No loaded event matches the filter at any time
    </p>
  );
}

/** The terms with one end of their time span moved; null removes that end. */
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
