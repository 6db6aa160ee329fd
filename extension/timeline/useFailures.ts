import { useEffect, useRef, useState } from 'react';
import type { AuditRow } from '../../convex/shared/auditRow.ts';
import { useOperatorFetch } from '../data/operator.tsx';
import { refusalMessage } from '../data/refusal.ts';
import type { EventFeed } from '../data/useEventFeed.ts';
import { formatFilter } from './filter.ts';
import { compileFilter } from './filterMatch.ts';
import { formatTime } from './format.ts';
import { isDelivery, outcomeOf, timeOf, type TimelineItem } from './item.ts';
import type { Moment } from './matchingRows.ts';
import { findOlderFailure } from './olderFailure.ts';
import type { TimelineList } from './timelineList.ts';
import type { Timeline } from './useTimeline.ts';

type Search =
  { kind: 'idle' | 'asking' | 'no older' | 'no newer' } | { kind: 'refused'; message: string };

/** Everything that is stored lies before it. */
const THE_END: Moment = { seq: 2n ** 63n - 1n, time: Infinity };

/**
 * Goes from the active event to the next failure or rejection, older (1) or newer (-1). One that
 * lies before what is loaded is found by the server and opened as it is: nothing between is loaded.
 *
 * @param distant those that were opened so
 * @param go gets a failure, and whether it is to be one of `distant`
 */
export function useFailures(
  timeline: Timeline,
  feed: EventFeed,
  cleared: Moment,
  active: TimelineItem | null,
  distant: readonly AuditRow[],
  go: (failure: TimelineItem, isDistant?: boolean) => void,
) {
  const ask = useOperatorFetch();
  const [search, setSearch] = useState<Search>({ kind: 'idle' });
  const { list, terms, done, oldest } = timeline;
  const asked = useRef(0);
  // Whoever goes elsewhere meanwhile has stopped looking.
  useEffect(() => {
    asked.current += 1;
    setSearch({ kind: 'idle' });
  }, [active?._id, formatFilter(terms)]);

  /** Rejections may reach further back than deliveries: a failure between may not be loaded. */
  const isLoadedUpTo = (item: TimelineItem) =>
    done || oldest === undefined || timeOf(item) >= oldest.received_at;

  const toNewer = () => {
    const matches = compileFilter(terms, Date.now());
    const passed = distant.filter(
      (row) =>
        active !== null && timeOf(row) > timeOf(active) && row.seq > cleared.seq && matches(row),
    );
    const loaded = nextFailure(list, active, -1);
    const all = loaded === null ? passed : [...passed, loaded];
    const nearest = all.sort((a, b) => timeOf(a) - timeOf(b))[0];
    if (nearest) go(nearest);
    else setSearch({ kind: 'no newer' });
  };

  const toOlder = async () => {
    const known = nextFailure(list, active, 1);
    if (known && isLoadedUpTo(known)) return go(known);
    if (done) return setSearch({ kind: 'no older' });
    const mine = ++asked.current;
    const answer = (next: Search) => mine === asked.current && setSearch(next);
    answer({ kind: 'asking' });
    try {
      const places = [oldest, active].flatMap((item) => (item ? placeOf(item) : []));
      const before = places.reduce((a, b) => (b.seq < a.seq ? b : a), THE_END);
      const stretch = { before, since: cleared, known };
      const failure = await findOlderFailure(ask, feed, terms, stretch);
      if (failure === null) answer({ kind: 'no older' });
      else if (mine === asked.current) go(failure, isDelivery(failure));
    } catch (error) {
      answer({ kind: 'refused', message: refusalMessage(error) });
    }
  };

  const toFailure = (step: 1 | -1) => (step === 1 ? void toOlder() : toNewer());
  const isDistant = distant.some(({ _id }) => _id === active?._id);
  const place =
    active !== null && isDistant && !isLoadedUpTo(active) ? describeDistant(active) : '';
  return {
    toFailure,
    /** What came of the last search, or where the failure is that is looked at; empty for nothing. */
    told: describe(search, terms.length > 0) || place,
    /** Why the server could not be asked. */
    error: search.kind === 'refused' ? search.message : null,
  };
}

function describe({ kind }: Search, isFiltered: boolean): string {
  const among = isFiltered ? ' that the filter lets through' : '';
  if (kind === 'no older') return `No older failure${among}`;
  if (kind === 'no newer') return `No newer failure${among}`;
  return kind === 'asking' ? 'Looking for an older failure …' : '';
}

function placeOf(item: TimelineItem): Moment {
  if (isDelivery(item)) return { seq: item.seq, time: item.received_at };
  // Deliveries of the same millisecond stand after it.
  return { seq: BigInt(item.last_at + 1) * 1_000_000n, time: item.last_at };
}

function describeDistant(failure: TimelineItem): string {
  return `A failure of ${formatTime(timeOf(failure))}, older than the events loaded here`;
}

function nextFailure(
  list: TimelineList,
  active: TimelineItem | null,
  step: 1 | -1,
): TimelineItem | null {
  const from = active === null ? -1 : list.placeOf(active);
  for (let index = from + step; index >= 0 && index < list.length; index += step) {
    const item = list.at(index)!;
    if (['failed', 'rejected'].includes(outcomeOf(item))) return item;
  }
  return null;
}
