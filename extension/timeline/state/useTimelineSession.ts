import { useCallback, useState } from 'react';
import type { TimelineItem } from '../../event/item.ts';
import { usePayloadSearch } from './usePayloadSearch.ts';

/**
 * The selected rows, an opened failure older than the loaded rows, an open search, and whether
 * failures are grouped by error. They outlive the timeline, which is unmounted while the Users view
 * is shown and mounted anew when the inspector moves below it.
 */
export function useTimelineSession() {
  const [selection, setSelection] = useState<ReadonlyMap<string, TimelineItem>>(new Map());
  const [distant, setDistant] = useState<TimelineItem | null>(null);
  const [byError, setByError] = useState(false);
  const [searchOpen, setSearchOpen] = useState(false);
  const payloads = usePayloadSearch();
  const { leave } = payloads;

  const closeSearch = useCallback(() => {
    setSearchOpen(false);
    leave();
  }, [leave]);

  /** Resets everything that belongs to the previously shown events. */
  const reset = useCallback(() => {
    setSelection(new Map());
    setDistant(null);
    setByError(false);
    closeSearch();
  }, [closeSearch]);

  return {
    selection,
    setSelection,
    distant,
    setDistant,
    byError,
    setByError,
    searchOpen,
    setSearchOpen,
    closeSearch,
    payloads,
    reset,
  };
}

export type TimelineSession = ReturnType<typeof useTimelineSession>;
