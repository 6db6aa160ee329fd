import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { TimelineItem } from '../../event/item.ts';
import type { TimelineList } from '../rows/timelineList.ts';

/**
 * Keeps the newest row in view while the list is at its top. Once the user has scrolled away, the
 * rows in view stay in place, and `newCount` counts the rows that came since.
 */
export function useFollow(
  list: TimelineList,
  scroller: RefObject<HTMLDivElement | null>,
  rowHeight: number,
) {
  const held = useRef<{ item: TimelineItem; index: number; offset: number } | null>(null);
  const [newestSeen, setNewestSeen] = useState<TimelineItem | null>(null);

  const onScroll = useCallback(() => {
    const top = scroller.current?.scrollTop ?? 0;
    const index = Math.floor(top / rowHeight);
    const item = list.at(index);
    if (top < rowHeight / 2 || item === undefined) {
      held.current = null;
      setNewestSeen(null);
      return;
    }
    held.current = { item, index, offset: top - index * rowHeight };
    setNewestSeen((seen) => seen ?? list.at(0) ?? null);
  }, [list, scroller, rowHeight]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || held.current === null) return;
    const { item, index, offset } = held.current;
    const place = list.placeOf(item);
    // It costs a layout, even to where it is: older rows move nothing.
    if (place === index) return;
    held.current.index = place;
    element.scrollTo({ top: place * rowHeight + offset });
  }, [list, scroller, rowHeight]);

  const toNewest = useCallback(() => {
    held.current = null;
    setNewestSeen(null);
    scroller.current?.scrollTo({ top: 0 });
  }, [scroller]);

  return { onScroll, toNewest, newCount: newestSeen === null ? 0 : list.placeOf(newestSeen) };
}
