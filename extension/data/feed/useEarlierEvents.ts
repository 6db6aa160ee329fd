import { useCallback, useContext, useState } from 'react';
import { EventLog } from './events.ts';
import { RejectionMap } from './rejections.ts';
import { KeptRows, useReadBack, type Boundary, type EventFeed } from './useEventFeed.ts';

/** The share of its rows that the live feed keeps while earlier events are shown. */
const KEPT_MEANWHILE = 0.01;

const nothing = () => {};

/**
 * The events before a boundary, read in place of the newest ones, so that any number of events can
 * be read without keeping all of them. Meanwhile the live feed goes on with its newest rows only.
 */
export function useEarlierEvents({ log: live }: EventFeed) {
  const kept = useContext(KeptRows);
  const [shown, setShown] = useState<Earlier | null>(null);
  const [none] = useState(() => ({ log: new EventLog(), rejections: new RejectionMap() }));
  const { log, rejections } = shown ?? none;
  const reading = useReadBack(log, rejections);

  /** Shows the events before a boundary; null shows the newest ones. */
  const show = useCallback(
    (before: Boundary | null) => {
      live.keep(before === null ? kept : Math.ceil(kept * KEPT_MEANWHILE));
      setShown(
        (now) =>
          before && {
            before,
            log: new EventLog(undefined, kept, before.seq),
            // Rejections are read by the minute in which they begin, and this one may begin just then.
            rejections: new RejectionMap(before.time + 1),
            since: now?.since ?? live.gained,
          },
      );
    },
    [live, kept],
  );

  const feed: EventFeed | null = shown && {
    before: shown.before,
    log,
    rejections,
    loaded: true,
    error: null,
    retry: nothing,
    ...reading,
  };
  return { feed, show, gained: shown === null ? 0 : live.gained - shown.since };
}

interface Earlier {
  before: Boundary;
  log: EventLog;
  rejections: RejectionMap;
  /** How many events the live feed had gained when earlier ones were first shown. */
  since: number;
}
