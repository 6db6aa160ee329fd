import { useCallback, useMemo, useState } from 'react';
import type { TimelineList } from './timelineList.ts';

interface Held {
  list: TimelineList;
  /** The list of which this is a snapshot. */
  from: TimelineList;
  question: object;
  /** The `seq` of the newest delivery at that time. */
  until: bigint;
}

/**
 * The list to show: the newest or, while it is held, the one from the start of the hold, so that no
 * row moves under the pointer.
 *
 * @param question identifies the filter and bounds: a list with others replaces a held one at once
 * @param newestSeq the `seq` of the newest delivery
 */
export function useHeldList(
  newest: TimelineList,
  isHeld: boolean,
  question: object,
  newestSeq: bigint,
) {
  const [held, setHeld] = useState<Held | null>(null);
  // An empty list need not be held.
  const isCurrent = held !== null && held.question === question && held.list.length > 0;
  if (!isHeld && held !== null) setHeld(null);
  if (isHeld && !isCurrent && held?.from !== newest) {
    setHeld({ list: newest.held(), from: newest, question, until: newestSeq });
  }

  const shown = isHeld && isCurrent ? held : null;
  const list = useMemo(() => (shown === null ? newest : newest.below(shown.list)), [newest, shown]);
  const showNew = useCallback(() => setHeld(null), []);
  return {
    list,
    /** Deliveries with a greater `seq` wait. */
    until: shown?.until ?? newestSeq,
    /** How many events wait to be listed. */
    waiting: shown === null ? 0 : newest.countWaiting(shown.list),
    showNew,
  };
}
