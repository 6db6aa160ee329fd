import { useCallback } from 'react';
import { useEarlierEvents } from '../data/feed/useEarlierEvents.ts';
import type { Boundary, EventFeed } from '../data/feed/useEventFeed.ts';
import { usePinnedEvent } from '../inspector/diff/pinned.tsx';
import type { ViewState } from '../panel/settings.ts';
import type { TimelineSession } from '../timeline/state/useTimelineSession.ts';
import { useOpenFile } from '../transfer/useOpenFile.ts';
import { usePanelState } from './state/panelState.tsx';

/** The events that the timeline shows: the newest ones, those before a boundary, or those of a file. */
export function useShownEvents(
  feed: EventFeed,
  { reset }: TimelineSession,
  change: (part: Partial<ViewState>) => void,
) {
  const { setPaused } = usePanelState();
  const { show, ...earlier } = useEarlierEvents(feed);
  /** Shows the events before a boundary; null shows the newest ones. */
  const showBefore = useCallback(
    (before: Boundary | null) => {
      reset();
      if (before !== null) setPaused(null);
      change({ selected: null });
      show(before);
    },
    [reset, setPaused, change, show],
  );
  const { unpinImported } = usePinnedEvent();
  const onFile = useCallback(() => {
    unpinImported();
    showBefore(null);
  }, [unpinImported, showBefore]);
  const imported = useOpenFile(onFile);
  const { file, close } = imported;
  const areNewest = file === null && earlier.feed === null;
  const showNewest = useCallback(() => {
    if (!areNewest) close();
  }, [areNewest, close]);
  return { earlier, imported, showBefore, showNewest };
}
