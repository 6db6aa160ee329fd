import { useCallback, useEffect, useMemo, useState } from 'react';
import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import { serverNow } from '../../data/connection/serverClock.ts';
import { bestWhere } from '../filter/where.ts';
import type { Boundary, EventFeed } from '../../data/feed/useEventFeed.ts';
import type { EventLog } from '../../data/feed/events.ts';
import { formatFilter, parseFilter, type FilterField, type FilterTerm } from '../filter/filter.ts';
import { compileFilter } from '../filter/match.ts';
import { isOpen, stateTest } from '../filter/states.ts';
import { earliestTime, isRelativeTime, withDeploy } from '../filter/time.ts';
import { isDelivery, standsBelow, timeOf, type TimelineItem } from '../../event/item.ts';
import type { Bounds, Moment } from './matchingRows.ts';
import { useHeldList } from './useHeldList.ts';
import { useOlderRows } from './useOlderRows.ts';
import { TimelineList } from './timelineList.ts';
import { usePatience } from './usePatience.ts';
import { useTimelineLists, type FilteredRows } from './useTimelineLists.ts';

const NO_REJECTIONS = { rows: [] };
const NO_ROWS: never[] = [];

/**
 * The timeline of the events in the feed, or in `found`, the results of a payload search, that
 * match a filter. It fetches older events while the list has room, up to the filter's own bounds.
 *
 * @param isHeld keeps the rows in place; new ones wait
 * @param lastDeploy milliseconds since 1970; null if none was marked
 */
export function useTimeline(
  feed: EventFeed,
  filter: string,
  bounds: Bounds,
  found: EventLog | null,
  isHeld: boolean,
  lastDeploy: number | null,
) {
  const written = useMemo(() => parseFilter(filter), [filter]);
  const terms = useMemo(() => withDeploy(written, lastDeploy), [written, lastDeploy]);
  const now = useMovingTime(
    terms.some(({ field, value }) => isTime(field) && isRelativeTime(value)),
  );
  const where = useMemo(() => bestWhere(terms), [terms]);

  const older = useOlderRows(feed, where);
  const beyond = found === null ? older.beyond : NO_ROWS;

  const { log, before } = feed;
  const oldestRow = older.beyond.at(-1) ?? log.older.at(-1) ?? log.newer[0] ?? null;
  const rejections = useRejections(feed);
  const source = found === null ? { log, rejections } : { log: found, rejections: NO_REJECTIONS };
  const states = stateTest(terms);
  const filters = {
    shown: { terms, states },
    // Without a condition on states, rows are counted and not lines.
    ofAnyTime: { terms: without(terms, isTime), states: states ?? undefined },
    counted: {
      terms: without(terms, (field) => field === 'outcome'),
      states: states ?? undefined,
    },
    ofAnyOutcome: {
      terms: without(terms, (field) => field === 'outcome' || field === 'is'),
      states: isOpen,
    },
  };
  // The rejections below the end of a full list are in the list of earlier events.
  const isCut = older.full;
  const wanted = useTimelineLists(source, log.states, beyond, filters, bounds, now, isCut);
  const { lists, settled, question } = wanted;
  const end = lists.shown.rows.end ?? oldestRow;
  const newest = useMemo(() => listOf(lists.shown), [lists]);
  const ofAnyTime = useMemo(() => listOf(lists.ofAnyTime), [lists]);
  const newestSeq = bounds.paused?.seq ?? log.newestSeq;
  const { list, waiting, until, showNew } = useHeldList(newest, isHeld, question, newestSeq);
  const { lines } = lists.shown;
  const rowsOf = useCallback((row: AuditRow) => lines?.rowsOf(row) ?? [row], [lines]);

  const readTo = reach(feed, oldestRow, where === null);
  const isPastBounds =
    readTo !== null &&
    (isCleared(readTo, bounds.cleared) || timeOf(readTo) < earliestTime(terms, now));
  const done = !feed.loaded || found !== null || older.done || isPastBounds;

  const isPartial =
    feed.loaded &&
    found === null &&
    (before !== null || !log.reachedStart) &&
    log.oldestSeq !== null &&
    log.oldestSeq > bounds.cleared.seq;

  const full = older.full && !done;
  const patience = usePatience(older, formatFilter(terms), list.length, settled, done || full);
  /** Opens where these rows end. A held list may reach further back than the log. */
  const boundary = (): Boundary => {
    const last = list.lines.at(list.lines.length - 1);
    const lowest = settled && last && end && last.seq < end.seq ? last : end!;
    return { seq: lowest.seq, time: lowest.received_at };
  };

  /** How many requests were rejected within the filter's times. */
  const countRejected = () => {
    const isInTime = compileFilter(
      terms.filter(({ field }) => isTime(field)),
      now,
    );
    return rejections.rows
      .filter((one) => !isCut || end === null || one.last_at >= end.received_at)
      .filter((one) => !isCleared(one, bounds.cleared) && isInTime(one))
      .reduce((sum, { count }) => sum + count, 0);
  };

  return {
    /** The filter as written. */
    written,
    /** The filter with a time instead of `deploy`. */
    terms,
    countRejected,
    list,
    /** All known rows of an event, oldest first. */
    rowsOf,
    /** Deliveries with a greater `seq` wait. */
    until,
    ofAnyTime,
    ofAnyOutcome: lists.ofAnyOutcome.rows,
    counts: lists.counted.counts,
    /** How many events are open, whichever outcomes are shown; null for earlier events. */
    open: before === null ? (lists.ofAnyOutcome.lines?.length ?? 0) : null,
    /** How many deliveries the counts include, if others are not loaded; otherwise null. */
    countedOf: isPartial ? log.size + older.beyond.length : null,
    settled,
    older,
    /** No event newer than this one is missing; null if none is missing at all. */
    readTo,
    /** Deliveries below this one are not loaded; null if all are. */
    loadedTo: older.done || found !== null ? null : reach(feed, oldestRow, false),
    done,
    /** All events are earlier than this one; null for the newest events. */
    before,
    /** How many rows are loaded, if older events are left and no more rows are kept; else null. */
    full: full ? log.size + older.beyond.length : null,
    boundary,
    /** How many events wait while the list is held. */
    waiting,
    showNew,
    ...patience,
    outOfPatience: patience.outOfPatience && !full,
  };
}

function listOf({ rows, lines, rejections }: FilteredRows): TimelineList {
  return new TimelineList(lines ?? rows, rejections);
}

/**
 * The event down to which both the deliveries and the rejections are loaded; null if all are.
 * Deliveries of the first page and rejections are read apart, so one list may end earlier.
 */
function reach(
  { log, rejections }: EventFeed,
  delivery: TimelineItem | null,
  withRejections: boolean,
): TimelineItem | null {
  const rejection = rejections.rows.at(-1);
  const ends: TimelineItem[] = [];
  if (delivery !== null && !log.reachedStart) ends.push(delivery);
  if (rejection !== undefined && withRejections && !rejections.reachedStart) ends.push(rejection);
  return ends.reduce<TimelineItem | null>(
    (newest, end) => (newest === null || standsBelow(newest, end) ? end : newest),
    null,
  );
}

/** The rejections up to the feed's boundary. */
function useRejections({ before, rejections: { rows } }: EventFeed) {
  const until = before?.time ?? Infinity;
  return useMemo(() => ({ rows: rows.filter(({ last_at }) => last_at < until) }), [rows, until]);
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

/** The current time, updated every ten seconds while a filter such as `after:10m` needs it. */
function useMovingTime(moving: boolean): number {
  const [time, setTime] = useState(() => ({ now: serverNow(), moving }));
  if (time.moving !== moving) setTime({ now: serverNow(), moving });
  useEffect(() => {
    if (!moving) return;
    const timer = setInterval(() => setTime({ now: serverNow(), moving }), 10_000);
    return () => clearInterval(timer);
  }, [moving]);
  return time.now;
}
