import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { TimelineItem } from './item.ts';
import type { TimelineList } from './timelineList.ts';

export const ROW_HEIGHT = 24;

/**
 * Keeps the newest row in view while the list is at its top. Once scrolled away, what is read stays
 * where it is and `newCount` tells how many came meanwhile.
 */
export function useFollow(list: TimelineList, scroller: RefObject<HTMLDivElement | null>) {
  const held = useRef<{ item: TimelineItem; index: number; offset: number } | null>(null);
  const [newestSeen, setNewestSeen] = useState<TimelineItem | null>(null);

  const onScroll = useCallback(() => {
    const top = scroller.current?.scrollTop ?? 0;
    const index = Math.floor(top / ROW_HEIGHT);
    const item = list.at(index);
    if (top < ROW_HEIGHT / 2 || item === undefined) {
      held.current = null;
      setNewestSeen(null);
      return;
    }
    held.current = { item, index, offset: top - index * ROW_HEIGHT };
    setNewestSeen((seen) => seen ?? list.at(0) ?? null);
  }, [list, scroller]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || held.current === null) return;
    const { item, index, offset } = held.current;
    const place = list.placeOf(item);
    // Setting it costs a layout, even to what it is: older rows move nothing.
    if (place === index) return;
    held.current.index = place;
    element.scrollTop = place * ROW_HEIGHT + offset;
  }, [list, scroller]);

  const toNewest = useCallback(() => {
    held.current = null;
    setNewestSeen(null);
    scroller.current?.scrollTo({ top: 0 });
  }, [scroller]);

  return { onScroll, toNewest, newCount: newestSeen === null ? 0 : list.placeOf(newestSeen) };
}
