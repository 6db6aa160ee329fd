import { Button } from '../app/Button.tsx';
import { usePanel } from '../app/panel.tsx';
import { FilterChips } from './FilterChips.tsx';
import { parseTime } from './filterTime.ts';
import { formatClock } from './format.ts';
import { OutcomeCounts } from './OutcomeCounts.tsx';
import type { Timeline } from './useTimeline.ts';

/** Counts by outcome, the conditions in force, and how far back the events reach. */
export function SummaryBar({
  timeline,
  onFilter,
}: {
  timeline: Timeline;
  onFilter: (filter: string) => void;
}) {
  const panel = usePanel();
  const { terms, counts, where, older, oldest, waiting, list, fetchOn } = timeline;

  const openBatch = () => {
    if (where === null) return;
    const time = (field: 'after' | 'before') =>
      terms.find((term) => term.field === field && !term.negated)?.value;
    const [after, before] = [time('after'), time('before')];
    const now = Date.now();
    panel.openBatch({
      where,
      since: (after === undefined ? null : parseTime(after, now)) ?? 0,
      until: (before === undefined ? null : parseTime(before, now)) ?? undefined,
    });
  };

  return (
    <div className="relative flex min-h-6 flex-wrap items-center gap-x-1 border-b border-hairline bg-surface px-1">
      <OutcomeCounts counts={counts} terms={terms} onChange={onFilter} />
      <FilterChips terms={terms} onChange={onFilter} />
      {panel.role === 'redispatcher' && where !== null && list.length > 0 && (
        <Button look="quiet" className="h-5!" onClick={openBatch}>
          Re-dispatch all matching…
        </Button>
      )}
      <span className="flex-1" />
      {older.error !== null && list.length > 0 && (
        <span role="alert" className="text-failed">
          {older.error} <Button onClick={fetchOn}>Try again</Button>
        </span>
      )}
      {waiting && oldest !== undefined && list.length > 0 && (
        <Button look="quiet" className="h-5!" onClick={fetchOn}>
          Searched back to {formatClock(oldest.received_at)}. Search further
        </Button>
      )}
      {older.loading && (
        <div
          role="progressbar"
          aria-label="Fetching older events"
          className="absolute inset-x-0 -bottom-px h-0.5 animate-pulse bg-accent"
        />
      )}
    </div>
  );
}
