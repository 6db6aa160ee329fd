import { Button } from '../ui/control/Button.tsx';
import { EmptyState } from '../ui/notice/EmptyState.tsx';
import { Failure } from '../ui/notice/Failure.tsx';
import { useLoadingText } from '../panel/Loading.tsx';
import { formatTime } from '../event/format.ts';
import { timeOf } from '../event/item.ts';
import { focusEvents } from '../panel/focus.ts';
import { RejectionCount } from '../event/RejectionCount.tsx';
import { formatFilter, type FilterTerm } from './filter/filter.ts';
import { EarlierLine } from './earlier/EarlierLine.tsx';
import { useIsFetching } from './rows/fetching.ts';
import { NoWebhooksYet } from './NoWebhooksYet.tsx';
import { useTimelineCommands, useTimelineState } from './state/timeline.ts';

/** Why the timeline shows nothing, and what to do about it. */
export function TimelineEmpty() {
  const { older, readTo, outOfPatience, terms, ready, hiddenByClear, search, ...timeline } =
    useTimelineState();
  const { before, full } = timeline;
  const { setFilter, unclear, fetchOn } = useTimelineCommands();
  const fetching = useLoadingText('Fetching events…');
  const isFetching = useIsFetching(older.fetching);
  if (older.error !== null) {
    return (
      <EmptyState title="Older events could not be fetched">
        <Failure message={older.error} onRetry={fetchOn} />
      </EmptyState>
    );
  }
  if (!ready || isFetching) return <EmptyState title={fetching} />;
  if (search?.found.size === 0) {
    const isDone = search.state === 'done';
    return (
      <EmptyState title={isDone ? `No payload contains “${search.text}”` : 'No payload found yet'}>
        <p>
          The search begins with the newest payload{before && ' of these events'}. It ignores case.
        </p>
      </EmptyState>
    );
  }
  if (terms.length > 0) {
    return (
      <EmptyState title="No event matches the filter">
        {timeline.masked && (
          <p>
            Names and email addresses are masked for viewers: a filter finds a user only by the
            whole id, such as user:user_2x.
          </p>
        )}
        {before !== null && terms.some(({ field }) => field === 'is') && (
          <p>
            Later events are not loaded here, so no failure is known to be open, and those that they
            mended or superseded are not found.
          </p>
        )}
        <Rejected count={timeline.countRejected()} terms={timeline.written} onShow={setFilter} />
        {outOfPatience && readTo !== null && (
          <>
            <p>Searched back to {formatTime(timeOf(readTo))}.</p>
            <Button
              onClick={() => {
                fetchOn();
                focusEvents();
              }}
            >
              Search further back
            </Button>
          </>
        )}
        {full !== null && <EarlierLine />}
        <Button
          onClick={() => {
            setFilter('');
            focusEvents();
          }}
        >
          Clear the filter
        </Button>
      </EmptyState>
    );
  }
  if (hiddenByClear > 0) {
    return (
      <EmptyState title="Cleared">
        <p>New events appear here.</p>
        <Button onClick={unclear}>
          Show the {hiddenByClear.toLocaleString('en')} hidden events
        </Button>
      </EmptyState>
    );
  }
  if (before !== null) {
    if (!timeline.done) return <EmptyState title={fetching} />;
    return <EmptyState title={`No event before ${formatTime(before.time)}`} />;
  }
  return <NoWebhooksYet />;
}

/** Offers the rejections: an event may be missing because its request was rejected. */
function Rejected({
  count,
  terms,
  onShow,
}: {
  count: number;
  terms: readonly FilterTerm[];
  onShow: (filter: string) => void;
}) {
  if (count === 0) return null;
  const times = terms.filter(({ field }) => field === 'after' || field === 'before');
  return (
    <>
      <p>
        <RejectionCount count={count} /> {count === 1 ? 'request was' : 'requests were'} rejected
        {times.length > 0 && ' in this time'}.
      </p>
      <Button
        onClick={() => {
          onShow(formatFilter([...times, { field: 'outcome', value: 'rejected', negated: false }]));
          focusEvents();
        }}
      >
        Show rejected requests
      </Button>
    </>
  );
}
