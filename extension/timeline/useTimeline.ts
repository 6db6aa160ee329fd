import { useEffect, useMemo, useRef, useState } from 'react';
import { bestWhere } from './filterWhere.ts';
import type { EventFeed } from '../data/useEventFeed.ts';
import type { EventLog } from '../data/events.ts';
import { formatFilter, parseFilter, type FilterField, type FilterTerm } from './filter.ts';
import { earliestTime, isRelativeTime } from './filterTime.ts';
import { isDelivery, standsBelow, timeOf, type TimelineItem } from './item.ts';
import type { Bounds, Moment } from './matchingRows.ts';
import { useOlderRows } from './useOlderRows.ts';
import { useTimelineLists } from './useTimelineLists.ts';

/** Pages read for a filter without a find, after which it waits to be asked to go on. */
const PATIENCE = 8;
const NO_ROWS: never[] = [];

/**
 * The timeline that a filter makes of the feed, or of `found`, what a payload search has found. It
 * fetches older events when there is room for them, until the filter's own bounds.
 */
export function useTimeline(
  feed: EventFeed,
  filter: string,
  bounds: Bounds,
  found: EventLog | null,
) {
  const terms = useMemo(() => parseFilter(filter), [filter]);
  const now = useMovingTime(
    terms.some(({ field, value }) => isTime(field) && isRelativeTime(value)),
  );
  const where = useMemo(() => bestWhere(terms), [terms]);

  const source = useMemo(
    () => (found === null ? feed : { log: found, rejections: { rows: NO_ROWS } }),
    [feed, found],
  );
  const older = useOlderRows(feed, where);
  const beyond = found === null ? older.beyond : NO_ROWS;

  const filters = {
    shown: terms,
    ofAnyTime: without(terms, isTime),
    ofAnyOutcome: without(terms, (field) => field === 'outcome'),
  };
  const { lists, settled } = useTimelineLists(source, beyond, filters, bounds, now);
  const { list } = lists.shown;

  const { log } = feed;
  const oldest = oldestRead(feed, older.beyond);
  const isPastBounds =
    oldest !== null &&
    (isCleared(oldest, bounds.cleared) || timeOf(oldest) < earliestTime(terms, now));
  const done = !feed.loaded || found !== null || older.done || isPastBounds;

  const isPartial =
    feed.loaded &&
    found === null &&
    !log.reachedStart &&
    log.oldestSeq !== null &&
    log.oldestSeq > bounds.cleared.seq;

  const misses = useRef({ said: '', length: 0, count: 0 });
  const said = formatFilter(terms);
  if (settled && (misses.current.said !== said || misses.current.length < list.length)) {
    misses.current = { said, length: list.length, count: 0 };
  }
  const [waiting, setWaiting] = useState(false);
  useEffect(() => setWaiting(false), [said]);

  /** Fetches a page of older events unless all are here, or `PATIENCE` pages brought nothing. */
  const fetchMore = () => {
    if (done || !settled || older.loading || older.error !== null) return;
    if (++misses.current.count > PATIENCE) setWaiting(true);
    else void older.fetch();
  };
  /** Goes on where patience ended or a fetch failed. */
  const fetchOn = () => {
    misses.current.count = 0;
    setWaiting(false);
    void older.fetch();
  };

  return {
    terms,
    list,
    ofAnyTime: lists.ofAnyTime.list,
    counts: lists.ofAnyOutcome.counts,
    /** How many deliveries the counts are of, when they leave out older ones. */
    countedOf: isPartial ? log.size + older.beyond.length : null,
    settled,
    older,
    oldest,
    done,
    waiting,
    fetchMore,
    fetchOn,
  };
}

/** How far back events are here. Once all deliveries are, rejections go on being read. */
function oldestRead(
  { log, rejections }: EventFeed,
  beyond: readonly TimelineItem[],
): TimelineItem | null {
  const delivery = beyond.at(-1) ?? log.older.at(-1) ?? log.newer[0] ?? null;
  const rejection = rejections.rows.at(-1);
  if (!log.reachedStart || rejection === undefined) return delivery;
  return delivery === null || standsBelow(rejection, delivery) ? rejection : delivery;
}

function isCleared(item: TimelineItem, { seq, time }: Moment): boolean {
  return isDelivery(item) ? item.seq <= seq : item.last_at <= time;
}

export type Timeline = ReturnType<typeof useTimeline>;

function isTime(field: FilterField | null): boolean {
  return field === 'after' || field === 'before';
}

function without(terms: FilterTerm[], drop: (field: FilterField | null) => boolean): FilterTerm[] {
  return terms.filter(({ field }) => !drop(field));
}

/** The time, moving on every ten seconds while a filter such as `after:10m` needs it. */
function useMovingTime(moving: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    setNow(Date.now());
    if (!moving) return;
    const timer = setInterval(() => setNow(Date.now()), 10_000);
    return () => clearInterval(timer);
  }, [moving]);
  return now;
}
