import { Button } from '../app/Button.tsx';
import { Failure } from '../app/Failure.tsx';
import { usePanel } from '../app/panel.tsx';
import { Tooltip } from '../app/Tooltip.tsx';
import { useSocketStatus } from '../data/DeploymentConnection.tsx';
import { RedispatchManyMenu } from '../redispatch/RedispatchManyMenu.tsx';
import { FilterChips } from './FilterChips.tsx';
import { selectionOfFilter } from './filterSelection.ts';
import { formatTime } from './format.ts';
import { timeOf } from './item.ts';
import { OutcomeCounts } from './OutcomeCounts.tsx';
import type { useFailures } from './useFailures.ts';
import type { Timeline } from './useTimeline.ts';

/** Counts by outcome, all that hides events, and how far back they reach. */
export function SummaryBar({
  timeline,
  live,
  failures,
  hiddenByClear,
  onFilter,
  onUnclear,
  onGone,
}: {
  timeline: Timeline;
  /** Whether events come: those of a file cannot be sent again. */
  live: boolean;
  failures: ReturnType<typeof useFailures>;
  hiddenByClear: number;
  onFilter: (filter: string) => void;
  onUnclear: () => void;
  /** Takes the focus of what goes away when it is pressed. */
  onGone: () => void;
}) {
  const panel = usePanel();
  const socket = useSocketStatus();
  const { terms, counts, countedOf, older, oldest, waiting, list, fetchOn } = timeline;

  return (
    <div className="relative flex min-h-6 flex-wrap items-center gap-x-1 border-b border-hairline bg-surface px-1">
      <OutcomeCounts counts={counts} of={countedOf} terms={terms} onChange={onFilter} />
      {hiddenByClear > 0 && list.length > 0 && (
        <Tooltip hint="Hidden by Clear: show them again">
          <button
            type="button"
            aria-label={`${hiddenByClear.toLocaleString('en')} hidden: show them again`}
            onClick={onUnclear}
            className="flex h-5 items-center gap-1 rounded-sm border border-hairline px-1 hover:bg-hover"
          >
            {hiddenByClear.toLocaleString('en')} hidden
            <span aria-hidden className="text-muted">
              ✕
            </span>
          </button>
        </Tooltip>
      )}
      <FilterChips
        terms={terms}
        onChange={(filter) => {
          onFilter(filter);
          onGone();
        }}
      />
      {panel.role === 'redispatcher' && live && (
        <RedispatchManyMenu
          ofFilter={
            terms.length > 0 && list.length > 0
              ? () => selectionOfFilter(terms, list, Date.now())
              : null
          }
        />
      )}
      <span className="flex-1" />
      <span role="status" className="text-muted">
        {failures.told}
      </span>
      {failures.failed !== null && (
        <Failure message={failures.failed.message} onRetry={failures.failed.retry} />
      )}
      {older.error !== null && list.length > 0 && (
        <Failure message={older.error} onRetry={fetchOn} />
      )}
      {waiting && oldest !== null && list.length > 0 && (
        <Button
          look="quiet"
          className="h-5!"
          onClick={() => {
            fetchOn();
            onGone();
          }}
        >
          Searched back to {formatTime(timeOf(oldest))}. Search further
        </Button>
      )}
      {older.loading && socket.kind !== 'offline' && (
        <div
          role="progressbar"
          aria-label="Fetching older events"
          className="absolute inset-x-0 -bottom-px h-0.5 animate-pulse bg-accent"
        />
      )}
    </div>
  );
}
