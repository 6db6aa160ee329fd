import { useEffect, useRef } from 'react';
import { isDelivery, type TimelineItem } from '../../event/item.ts';
import type { TimelineList } from '../rows/timelineList.ts';

/** Returns a test for deliveries that came since the list was last rendered. */
export function useFreshness(list: TimelineList): (item: TimelineItem) => boolean {
  const newestShown = useRef<bigint | null>(null);
  useEffect(() => {
    const newest = list.at(0);
    if (newest && isDelivery(newest)) newestShown.current = newest.seq;
  }, [list]);
  return (item) =>
    newestShown.current !== null && isDelivery(item) && item.seq > newestShown.current;
}
