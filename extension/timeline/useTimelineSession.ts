import { useCallback, useState } from 'react';
import type { AuditRow } from '../../convex/shared/auditRow.ts';
import type { TimelineItem } from './item.ts';
import { usePayloadSearch } from './usePayloadSearch.ts';

/**
 * Picked rows, failures that were gone to, and an open search: they outlive the timeline, which a
 * change of layout mounts anew.
 */
export function useTimelineSession() {
  const [picked, setPicked] = useState<ReadonlyMap<string, TimelineItem>>(new Map());
  const [distant, setDistant] = useState<readonly AuditRow[]>([]);
  const [searchOpen, setSearchOpen] = useState(false);
  const payloads = usePayloadSearch();
  const { leave } = payloads;

  /** Remembers a failure that lies before what is loaded. */
  const addDistant = useCallback(
    (failure: AuditRow) =>
      setDistant((known) => [...known.filter(({ _id }) => _id !== failure._id), failure]),
    [],
  );

  const closeSearch = useCallback(() => {
    setSearchOpen(false);
    leave();
  }, [leave]);

  /** Forgets what belongs to the events that were looked at so far. */
  const reset = useCallback(() => {
    setPicked(new Map());
    setDistant([]);
    closeSearch();
  }, [closeSearch]);

  return {
    picked,
    setPicked,
    distant,
    addDistant,
    searchOpen,
    setSearchOpen,
    closeSearch,
    payloads,
    reset,
  };
}

export type TimelineSession = ReturnType<typeof useTimelineSession>;
