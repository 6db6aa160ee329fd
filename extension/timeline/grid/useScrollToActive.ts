import { useLayoutEffect, useRef } from 'react';
import { useTimelineState } from '../state/timeline.ts';

/** Scrolls to the open event when its row appears, and again when a payload search changes the rows. */
export function useScrollToActive(scrollTo: (index: number) => void): void {
  const { active, list, search } = useTimelineState();
  const shown = useRef<string | null>(null);
  const isSearch = search !== null;
  const place = active === null ? -1 : list.placeAmong(active);
  // A place between two rows means that the event is not listed: it waits, is older, or the filter
  // hides it.
  const isListed = place >= 0 && Number.isInteger(place);

  useLayoutEffect(() => {
    shown.current = null;
  }, [isSearch]);
  useLayoutEffect(() => {
    if (active === null || shown.current === active._id) return;
    shown.current = isListed ? active._id : null;
    if (isListed) scrollTo(place);
  });
}
