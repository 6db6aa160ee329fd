import { serverNow } from '../data/connection/serverClock.ts';
import { Button } from '../ui/control/Button.tsx';
import { Failure } from '../ui/notice/Failure.tsx';
import { usePanel } from '../panel/panel.tsx';
import { focusEvents } from '../panel/focus.ts';
import { Tooltip } from '../ui/control/Tooltip.tsx';
import { useSocketStatus } from '../data/connection/DeploymentConnection.tsx';
import { RedispatchManyMenu } from '../redispatch/batch/RedispatchManyMenu.tsx';
import { FilterChips } from './filter/FilterChips.tsx';
import { selectionOfFilter } from './filter/selection.ts';
import { formatTime } from '../event/format.ts';
import { timeOf } from '../event/item.ts';
import { useIsFetching, type Fetching } from './rows/fetching.ts';
import { OutcomeCounts } from './OutcomeCounts.tsx';
import { useTimelineCommands, useTimelineState } from './state/timeline.ts';

/** Counts by outcome, every filter that hides events, and how far back the events reach. */
export function SummaryBar() {
  const panel = usePanel();
  const { written, terms, counts, countedOf, older, readTo, outOfPatience, list, ...timeline } =
    useTimelineState();
  const { byError, hiddenByClear, failureText, failureError } = timeline;
  const { setFilter, setByError, unclear, fetchOn } = useTimelineCommands();

  return (
    <div className="relative flex min-h-6 shrink-0 flex-wrap items-center gap-x-1 border-b [scrollbar-width:none] max-[480px]:flex-nowrap max-[480px]:overflow-x-auto [@media(max-height:300px)]:flex-nowrap [@media(max-height:300px)]:overflow-x-auto *:shrink-0 border-hairline bg-surface px-1">
      <OutcomeCounts
        counts={counts}
        open={timeline.open}
        of={countedOf}
        live={timeline.live}
        terms={written}
        onChange={setFilter}
      />
      {(timeline.ofAnyOutcome.counts.failed > 0 || byError) && (
        <Button
          look="quiet"
          className="h-5!"
          pressed={byError}
          hint="Group the failures by their error"
          onClick={() => setByError(!byError)}
        >
          By error
        </Button>
      )}
      {panel.role === 'redispatcher' && timeline.live && (
        <RedispatchManyMenu
          ofFilter={() =>
            selectionOfFilter(
              terms,
              list.lines,
              timeline.rowsOf,
              serverNow(),
              timeline.before?.time,
              timeline.isNarrowed,
            )
          }
          whyNot={
            terms.length === 0
              ? 'set a filter first'
              : list.length === 0
                ? 'no event matches'
                : null
          }
        />
      )}
      {hiddenByClear > 0 && list.length > 0 && (
        <Tooltip hint="Hidden by Clear: show them again">
          <button
            type="button"
            aria-label={`${hiddenByClear.toLocaleString('en')} hidden: show them again`}
            onClick={unclear}
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
        terms={written}
        meant={terms}
        onChange={(filter) => {
          setFilter(filter);
          focusEvents();
        }}
      />
      <span className="flex-1" />
      <span role="status" className="text-muted">
        {failureText}
      </span>
      {failureError !== null && (
        <Failure message={failureError.message} onRetry={failureError.retry} />
      )}
      {older.error !== null && list.length > 0 && (
        <Failure message={older.error} onRetry={fetchOn} />
      )}
      {outOfPatience && readTo !== null && list.length > 0 && (
        <Button
          look="quiet"
          className="h-5!"
          onClick={() => {
            fetchOn();
            focusEvents();
          }}
        >
          Searched back to {formatTime(timeOf(readTo))}. Search further
        </Button>
      )}
      <FetchingBar fetching={older.fetching} />
    </div>
  );
}

function FetchingBar({ fetching }: { fetching: Fetching }) {
  const isFetching = useIsFetching(fetching);
  const socket = useSocketStatus();
  if (!isFetching || socket.kind === 'offline') return null;
  return (
    <div
      role="progressbar"
      aria-label="Fetching older events"
      className="absolute inset-x-0 -bottom-px h-0.5 animate-pulse bg-accent"
    />
  );
}
