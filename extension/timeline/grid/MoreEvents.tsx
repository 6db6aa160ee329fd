import { useEffect } from 'react';
import { useIsFetching } from '../rows/fetching.ts';
import { useTimelineCommands, useTimelineState } from '../state/timeline.ts';

/**
 * Fetches older events while they are wanted, page after page: a page may add no row. Its rows are
 * listed in the next frame, so one page more is fetched, which is there when the user scrolls on. A
 * component of its own, so that the rows need not render when a fetch begins or ends.
 */
export function MoreEvents({ isWanted }: { isWanted: boolean }) {
  const isFetching = useIsFetching(useTimelineState().older.fetching);
  const { fetchMore } = useTimelineCommands();
  useEffect(() => {
    if (isWanted && !isFetching) fetchMore();
  });
  return null;
}
