import { useCallback, useState } from 'react';
import type { TimelineItem } from './item.ts';
import { usePayloadSearch } from './usePayloadSearch.ts';

/** Picked rows and an open search: they outlive the timeline, which a change of layout mounts anew. */
export function useTimelineSession() {
  const [picked, setPicked] = useState<ReadonlyMap<string, TimelineItem>>(new Map());
  const [searchOpen, setSearchOpen] = useState(false);
  const payloads = usePayloadSearch();
  const { leave } = payloads;

  const closeSearch = useCallback(() => {
    setSearchOpen(false);
    leave();
  }, [leave]);

  return { picked, setPicked, searchOpen, setSearchOpen, closeSearch, payloads };
}

export type TimelineSession = ReturnType<typeof useTimelineSession>;
