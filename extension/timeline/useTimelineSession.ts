import { useCallback, useState } from 'react';
import type { TimelineItem } from './item.ts';
import { usePayloadSearch } from './usePayloadSearch.ts';

/**
 * Picked rows, a failure before what is loaded that was gone to, and an open search: they outlive the
 * timeline, which a change of layout mounts anew.
 */
export function useTimelineSession() {
  const [picked, setPicked] = useState<ReadonlyMap<string, TimelineItem>>(new Map());
  const [distant, setDistant] = useState<TimelineItem | null>(null);
  const [searchOpen, setSearchOpen] = useState(false);
  const payloads = usePayloadSearch();
  const { leave } = payloads;

  const closeSearch = useCallback(() => {
    setSearchOpen(false);
    leave();
  }, [leave]);

  /** Forgets what belongs to the events that were looked at so far. */
  const reset = useCallback(() => {
    setPicked(new Map());
    setDistant(null);
    closeSearch();
  }, [closeSearch]);

  return {
    picked,
    setPicked,
    distant,
    setDistant,
    searchOpen,
    setSearchOpen,
    closeSearch,
    payloads,
    reset,
  };
}

export type TimelineSession = ReturnType<typeof useTimelineSession>;
