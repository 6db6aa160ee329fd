import { useEffect, useRef, useState } from 'react';
import { useLoadingText } from '../app/Loading.tsx';
import { useOperatorFetch } from '../data/operator.tsx';
import { refusalMessage } from '../data/refusal.ts';
import { formatFilter } from './filter.ts';
import { formatTime } from './format.ts';
import { outcomeOf, standsBelow, timeOf, type TimelineItem } from './item.ts';
import type { Moment } from './matchingRows.ts';
import { olderFailures, type Stretch } from './olderFailures.ts';
import type { TimelineList } from './timelineList.ts';
import type { Timeline } from './useTimeline.ts';

type Search =
  | { kind: 'idle' | 'asking' | 'no older' | 'no newer' }
  | { kind: 'failed'; message: string; retry: () => void };

/**
 * Goes from the active event to the next failure or rejection, older (1) or newer (-1). One that
 * lies before what is loaded is found by the server and opened as it is: nothing between is loaded.
 *
 * @param go gets the failure, and whether it lies before what is loaded
 */
export function useFailures(
  timeline: Timeline,
  cleared: Moment,
  active: TimelineItem | null,
  go: (failure: TimelineItem, isDistant: boolean) => void,
) {
  const ask = useOperatorFetch();
  const asking = useLoadingText('Looking for a failure …');
  const [search, setSearch] = useState<Search>({ kind: 'idle' });
  const { list, terms, done, oldest } = timeline;
  const looking = useRef(new AbortController());
  // Whoever goes elsewhere meanwhile has stopped looking.
  useEffect(() => {
    setSearch({ kind: 'idle' });
    return () => looking.current.abort();
  }, [active?._id, formatFilter(terms)]);

  /** Rejections may reach further back than deliveries: a failure between may not be loaded. */
  const isLoadedUpTo = (item: TimelineItem) =>
    done || oldest === null || !standsBelow(item, oldest);

  async function look(
    stretch: Omit<Stretch, 'cleared'>,
    pick: (found: AsyncIterable<TimelineItem>) => Promise<TimelineItem | null>,
    otherwise: () => void,
  ) {
    looking.current.abort();
    looking.current = new AbortController();
    const { signal } = looking.current;
    setSearch({ kind: 'asking' });
    try {
      const found = await pick(olderFailures(ask, terms, { ...stretch, cleared }, signal));
      if (signal.aborted) return;
      setSearch({ kind: 'idle' });
      if (found === null) otherwise();
      else go(found, true);
    } catch (error) {
      if (signal.aborted) return;
      const retry = () => void look(stretch, pick, otherwise);
      setSearch({ kind: 'failed', message: refusalMessage(error), retry });
    }
  }

  function toOlder() {
    const loaded = nextFailure(list, active, 1);
    if (loaded !== null && isLoadedUpTo(loaded)) return go(loaded, false);
    if (done) return setSearch({ kind: 'no older' });
    const below = active === null || isLoadedUpTo(active) ? oldest : active;
    void look({ below, above: null }, firstOf, () => setSearch({ kind: 'no older' }));
  }

  function toNewer() {
    const inList = () => {
      const loaded = nextFailure(list, active, -1);
      if (loaded === null) setSearch({ kind: 'no newer' });
      else go(loaded, false);
    };
    if (active === null || isLoadedUpTo(active)) return inList();
    void look({ below: oldest, above: active }, lastOf, inList);
  }

  /** A failure that is looked at and is not among the rows. */
  function whereIs(item: TimelineItem): string {
    const isListed = Number.isInteger(list.placeAmong(item));
    if (isListed || isLoadedUpTo(item) || !isFailure(item)) return '';
    return `A failure of ${formatTime(timeOf(item))}, older than the events loaded here`;
  }

  return {
    toFailure: (step: 1 | -1) => (step === 1 ? toOlder() : toNewer()),
    /** What came of the last search, or where the failure is that is looked at; empty for nothing. */
    told:
      (search.kind === 'asking' ? asking : describe(search, terms.length > 0)) ||
      (active === null ? '' : whereIs(active)),
    /** Why the server could not be asked. */
    failed: search.kind === 'failed' ? search : null,
  };
}

function describe({ kind }: Search, isFiltered: boolean): string {
  const among = isFiltered ? ' that the filter lets through' : '';
  if (kind === 'no older') return `No older failure${among}`;
  if (kind === 'no newer') return `No newer failure${among}`;
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
