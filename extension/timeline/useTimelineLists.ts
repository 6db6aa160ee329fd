import { useEffect, useMemo, useState } from 'react';
import type { AuditRow } from '../../convex/shared/auditRow.ts';
import type { Rejection } from '../../convex/shared/rejection.ts';
import type { TimelineOutcome } from '../app/OutcomeChip.tsx';
import type { EventLog } from '../data/events.ts';
import { formatFilter, type FilterTerm } from './filter.ts';
import { compileFilter } from './filterMatch.ts';
import { MatchingRows, type Bounds } from './matchingRows.ts';
import { TimelineList } from './timelineList.ts';

export interface FilteredTimeline {
  list: TimelineList;
  counts: Record<TimelineOutcome, number>;
}

/** So many at once that reading them is not felt. */
const ROWS_AT_ONCE = 5_000;

/**
 * What of a feed each of some filters lets through, kept up to date as the feed grows. A long feed is
 * read in pieces when the filters change: until it is `settled`, the lists stay what they were.
 */
export function useTimelineLists<Name extends string>(
  { log, rejections }: { log: EventLog; rejections: { rows: readonly Rejection[] } },
  beyond: readonly AuditRow[],
  filters: Record<Name, readonly FilterTerm[]>,
  { cleared, paused }: Bounds,
  now: number,
): { lists: Record<Name, FilteredTimeline>; settled: boolean } {
  // Terms are parsed anew on every key; what they say is what counts.
  const said = Object.values<readonly FilterTerm[]>(filters).map(formatFilter);

  const wanted = useMemo(() => {
    // Filters that say the same share their rows.
    const bySaid = new Map(
      Object.values<readonly FilterTerm[]>(filters).map((terms) => {
        const matches = compileFilter(terms, now);
        const rows = new MatchingRows(log, matches, { cleared, paused });
        return [formatFilter(terms), { matches, rows }];
      }),
    );
    return said.map((text) => bySaid.get(text)!);
  }, [JSON.stringify(said), now, log, cleared, paused]);

  const [shown, show] = useState<typeof wanted | null>(null);
  const settled = shown === wanted;
  const readOn = () => {
    const isRead = wanted.every(({ rows }) => rows.update(beyond, ROWS_AT_ONCE));
    if (isRead) show(wanted);
    return isRead;
  };
  // A short feed is read by this: its new list is drawn together with the filter.
  if (!settled) readOn();
  useEffect(() => {
    if (settled) return;
    let timer = setTimeout(function go() {
      if (!readOn()) timer = setTimeout(go);
    });
    return () => clearTimeout(timer);
  }, [wanted, settled]);

  const lists = useMemo(() => {
    const all = (shown ?? wanted).map(({ matches, rows }) => {
      if (settled) rows.update(beyond);
      const refused = rejections.rows.filter(
        (rejection) =>
          rejection.last_at > cleared.time &&
          (paused === null || rejection.first_at <= paused.time) &&
          matches(rejection),
      );
      return {
        list: new TimelineList(rows, refused),
        counts: { ...rows.counts, rejected: refused.reduce((sum, { count }) => sum + count, 0) },
      };
    });
    const names = Object.keys(filters) as Name[];
    return Object.fromEntries(names.map((name, index) => [name, all[index]!]));
  }, [shown, settled, log.version, rejections.rows, beyond, cleared, paused]);
  return { lists: lists as Record<Name, FilteredTimeline>, settled };
}
