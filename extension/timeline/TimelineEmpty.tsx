import { Button } from '../app/Button.tsx';
import { EmptyState } from '../app/EmptyState.tsx';
import { Failure } from '../app/Failure.tsx';
import { useLoadingText } from '../app/Loading.tsx';
import { formatTime } from './format.ts';
import { timeOf } from './item.ts';
import type { PayloadSearch } from './usePayloadSearch.ts';
import type { Timeline } from './useTimeline.ts';

/** Why the timeline shows nothing, and what to do about it. */
export function TimelineEmpty({
  timeline: { older, oldest, waiting, terms, fetchOn },
  loaded,
  isLoopback,
  hiddenByClear,
  search,
  masked,
  onFilter,
  onUnclear,
  onGone,
}: {
  timeline: Timeline;
  loaded: boolean;
  isLoopback: boolean;
  /** How many events Clear has hidden. */
  hiddenByClear: number;
  search: PayloadSearch | null;
  /** Whether personal data is masked, and so no filter finds it. */
  masked: boolean;
  onFilter: (filter: string) => void;
  onUnclear: () => void;
  /** Takes the focus of what goes away when it is pressed. */
  onGone: () => void;
}) {
  const fetching = useLoadingText('Fetching events…');
  if (older.error !== null) {
    return (
      <EmptyState title="Older events could not be fetched">
        <Failure message={older.error} onRetry={fetchOn} />
      </EmptyState>
    );
  }
  if (!loaded || older.loading) return <EmptyState title={fetching} />;
  if (search?.found.size === 0) {
    const isDone = search.state === 'done';
    return (
      <EmptyState title={isDone ? `No payload contains “${search.text}”` : 'No payload found yet'}>
        <p>The search reads from the newest payload on. Upper and lower case are the same.</p>
      </EmptyState>
    );
  }
  if (terms.length > 0) {
    return (
      <EmptyState title="No event matches the filter">
        {masked && (
          <p>
            Names and e-mail addresses are masked for viewers, so a filter finds a user by its whole
            id only, such as user:user_2x.
          </p>
        )}
        {waiting && oldest !== null && (
          <>
            <p>Searched back to {formatTime(timeOf(oldest))}.</p>
            <Button
              onClick={() => {
                fetchOn();
                onGone();
              }}
            >
              Search further back
            </Button>
          </>
        )}
        <Button
          onClick={() => {
            onFilter('');
            onGone();
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
        <Button onClick={onUnclear}>
          Show the {hiddenByClear.toLocaleString('en')} hidden events
        </Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="No webhook has come yet">
      {isLoopback ? (
        <p>
          Send one: <code className="font-mono">npm run send -- user.created</code>
        </p>
      ) : (
        <p className="max-w-md">
          In Clerk’s dashboard, under Webhooks, add an endpoint with this deployment’s
          <code className="font-mono"> .convex.site</code> address and the path
          <code className="font-mono"> /clerk-users-webhook</code>, then send a test event.
        </p>
      )}
    </EmptyState>
  );
}
