import { useEffect, useState } from 'react';
import { api } from '../../convex/_generated/api.js';
import { useOperatorFetch } from '../data/operator.tsx';
import type { EventFeed } from '../data/useEventFeed.ts';
import { formatFilter } from './filter.ts';
import { outcomeOf, type TimelineItem } from './item.ts';
import type { TimelineList } from './timelineList.ts';
import type { Timeline } from './useTimeline.ts';

type Search = 'asking' | 'reading' | 'fetching' | 'no older' | 'no newer' | null;

/**
 * Goes from the active event to the next failure or rejection, older (1) or newer (-1). Where none
 * of the loaded is one, older events are fetched until there is one, if the server has any.
 */
export function useFailures(
  timeline: Timeline,
  { rejections }: EventFeed,
  active: TimelineItem | null,
  go: (failure: TimelineItem) => void,
) {
  const ask = useOperatorFetch();
  const [search, setSearch] = useState<Search>(null);
  const { list, terms, settled, done, oldest, older } = timeline;
  // Whoever goes elsewhere meanwhile has stopped looking.
  useEffect(() => setSearch(null), [active?._id, formatFilter(terms)]);

  const isFailureBefore = async () => {
    const [failed, refused] = await Promise.all([
      ask(api.webhookAudit.older, {
        before: oldest?.seq ?? null,
        limit: 1,
        where: { outcome: 'failed' },
      }),
      ask(api.webhookAudit.rejections, { before: rejections.rows.at(-1)?.minute, limit: 1 }),
    ]);
    return failed.rows.length + refused.length > 0;
  };

  const toFailure = (step: 1 | -1) => {
    const failure = nextFailure(list, active, step);
    if (failure) return go(failure);
    if (step === -1 || done) return setSearch(step === 1 ? 'no older' : 'no newer');
    const answer = (next: Search) => setSearch((now) => (now === 'asking' ? next : now));
    setSearch('asking');
    isFailureBefore().then(
      (is) => answer(is ? 'reading' : 'no older'),
      // Reading on tells what is wrong.
      () => answer('reading'),
    );
  };

  useEffect(() => {
    if (search !== 'reading' || !settled) return;
    const failure = nextFailure(list, active, 1);
    if (failure) go(failure);
    else if (done) setSearch('no older');
    // It is told, with a button to try again.
    else if (older.error !== null) setSearch(null);
    else {
      setSearch('fetching');
      void older.fetch().then(() => {
        // The log tells of its new rows in the next frame.
        requestAnimationFrame(() => setSearch((now) => (now === 'fetching' ? 'reading' : now)));
      });
    }
  }, [search, settled, list, done]);

  return { toFailure, told: describe(search, list.length) };
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

function describe(search: Search, length: number): string {
  if (search === null) return '';
  const events = `${length.toLocaleString()} ${length === 1 ? 'event' : 'events'}`;
  if (search === 'no older') return `No older failure among ${events}`;
  if (search === 'no newer') return `No newer failure among ${events}`;
  return `No failure among ${events} yet: looking further back`;
}
