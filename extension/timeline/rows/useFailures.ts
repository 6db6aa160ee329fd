import { useLayoutEffect, useRef, useState } from 'react';
import { useLoadingText } from '../../panel/Loading.tsx';
import type { EventStates } from '../../data/feed/eventStates.ts';
import type { Boundary } from '../../data/feed/useEventFeed.ts';
import { useOperatorFetch } from '../../data/connection/operator.tsx';
import { refusalMessage } from '../../data/connection/refusal.ts';
import { formatFilter } from '../filter/filter.ts';
import { formatTime } from '../../event/format.ts';
import { isDelivery, outcomeOf, standsBelow, timeOf, type TimelineItem } from '../../event/item.ts';
import type { Moment } from './matchingRows.ts';
import { olderFailures, type Stretch } from './olderFailures.ts';
import type { TimelineList } from './timelineList.ts';
import type { Timeline } from './useTimeline.ts';

type Search =
  | { kind: 'idle' | 'asking' | 'no older' | 'no newer' }
  | { kind: 'failed'; message: string; retry: () => void };

/**
 * Goes from the active event to the next failure or rejection, older (1) or newer (-1). A failure
 * older than the loaded rows is found by the server and opened alone, without loading the rows
 * between.
 *
 * @param states of the loaded rows
 * @param go gets the failure, and whether it is older than the loaded rows
 */
export function useFailures(
  {
    list,
    terms,
    done,
    readTo,
    before,
  }: Pick<Timeline, 'list' | 'terms' | 'done' | 'readTo' | 'before'>,
  states: EventStates,
  cleared: Moment,
  active: TimelineItem | null,
  go: (failure: TimelineItem, isDistant: boolean) => void,
) {
  const ask = useOperatorFetch();
  const asking = useLoadingText('Looking for a failure or rejection …');
  const [search, setSearch] = useState<Search>({ kind: 'idle' });
  const looking = useRef(new AbortController());
  const start = `${active?._id} ${formatFilter(terms)}`;
  const [startedAt, setStartedAt] = useState(start);
  if (startedAt !== start) {
    setStartedAt(start);
    setSearch({ kind: 'idle' });
  }
  // Another event or filter ends the search before the next key press can begin a new one.
  useLayoutEffect(() => () => looking.current.abort(), [start]);

  /** Deliveries and rejections may be loaded unequally far, so failures between may be missing. */
  const isLoadedUpTo = (item: TimelineItem) =>
    done || readTo === null || !standsBelow(item, readTo);

  async function look(
    stretch: Omit<Stretch, 'cleared'>,
    select: (found: AsyncIterable<TimelineItem>) => Promise<TimelineItem | null>,
    otherwise: () => void,
  ) {
    looking.current.abort();
    looking.current = new AbortController();
    const { signal } = looking.current;
    setSearch({ kind: 'asking' });
    try {
      const found = await select(
        olderFailures(ask, states, terms, { ...stretch, cleared }, signal),
      );
      if (signal.aborted) return;
      setSearch({ kind: 'idle' });
      if (found === null) otherwise();
      else go(found, true);
    } catch (error) {
      if (signal.aborted) return;
      const retry = () => void look(stretch, select, otherwise);
      setSearch({ kind: 'failed', message: refusalMessage(error), retry });
    }
  }

  function toOlder() {
    const loaded = nextFailure(list, active, 1);
    if (loaded !== null && isLoadedUpTo(loaded)) return go(loaded, false);
    if (done) return setSearch({ kind: 'no older' });
    const below = active === null || isLoadedUpTo(active) ? readTo : active;
    void look({ below, above: null }, firstOf, () => setSearch({ kind: 'no older' }));
  }

  function toNewer() {
    const inList = () => {
      const loaded = nextFailure(list, active, -1);
      if (loaded === null) setSearch({ kind: 'no newer' });
      else go(loaded, false);
    };
    if (active === null || isLoadedUpTo(active)) return inList();
    void look({ below: readTo, above: active }, lastOf, inList);
  }

  /** Names the open failure if it is not among the rows. */
  function whereIs(item: TimelineItem): string {
    const isListed = Number.isInteger(list.placeAmong(item));
    if (isListed || isLoadedUpTo(item) || !isFailure(item)) return '';
    return `A ${isDelivery(item) ? 'failure' : 'rejection'} of ${formatTime(timeOf(item))}, older than the events loaded here`;
  }

  return {
    toFailure: (step: 1 | -1) => (step === 1 ? toOlder() : toNewer()),
    /**
     * The result of the last search, or a note that the open failure is not loaded; otherwise
     * empty.
     */
    told:
      (search.kind === 'asking' ? asking : describe(search, terms.length > 0, before)) ||
      (active === null ? '' : whereIs(active)),
    /** Why the server could not be asked. */
    failed: search.kind === 'failed' ? search : null,
  };
}

function describe({ kind }: Search, isFiltered: boolean, before: Boundary | null): string {
  const among = isFiltered ? ' matches the filter' : '';
  if (kind === 'no older') return `No older failure or rejection${among}`;
  const until = before === null ? '' : ` among the events before ${formatTime(before.time)}`;
  if (kind === 'no newer') return `No newer failure or rejection${among}${until}`;
  return '';
}

function nextFailure(
  list: TimelineList,
  active: TimelineItem | null,
  step: 1 | -1,
): TimelineItem | null {
  const place = active === null ? -1 : list.placeAmong(active);
  const first = step === 1 ? Math.floor(place) + 1 : Math.ceil(place) - 1;
  for (let index = first; index >= 0 && index < list.length; index += step) {
    const item = list.at(index)!;
    if (isFailure(item)) return item;
  }
  return null;
}

function isFailure(item: TimelineItem): boolean {
  return ['failed', 'rejected'].includes(outcomeOf(item));
}

async function firstOf<T>(items: AsyncIterable<T>): Promise<T | null> {
  for await (const item of items) return item;
  return null;
}

async function lastOf<T>(items: AsyncIterable<T>): Promise<T | null> {
  let last: T | null = null;
  for await (const item of items) last = item;
  return last;
}
