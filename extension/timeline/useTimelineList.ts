import { useMemo } from 'react';
import type { AuditRow } from '../../convex/shared/auditRow.ts';
import type { TimelineOutcome } from '../app/OutcomeChip.tsx';
import type { Rejection } from '../../convex/shared/rejection.ts';
import type { EventLog } from '../data/events.ts';
import { compileFilter } from './filterMatch.ts';
import { formatFilter, type FilterTerm } from './filter.ts';
import { MatchingRows, type Bounds } from './matchingRows.ts';
import { TimelineList } from './timelineList.ts';

export interface FilteredTimeline {
  list: TimelineList;
  counts: Record<TimelineOutcome, number>;
}

/** What of a feed a filter lets through, kept up to date as the feed grows. */
export function useTimelineList(
  { log, rejections }: { log: EventLog; rejections: { rows: readonly Rejection[] } },
  beyond: readonly AuditRow[],
  terms: readonly FilterTerm[],
  bounds: Bounds,
  now: number,
): FilteredTimeline {
  const { cleared, paused } = bounds;
  // Terms are parsed anew on every key; what they say is what counts.
  const said = formatFilter(terms);

  const matches = useMemo(() => compileFilter(terms, now), [said, now]);
  // While paused, what is looked at stays, whatever the log drops.
  const drops = paused === null ? log.drops : 0;
  const rows = useMemo(
    () => new MatchingRows(log, matches, { cleared, paused }),
    [log, matches, cleared, paused, drops],
  );
  return useMemo(() => {
    rows.update(beyond);
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
  }, [rows, log.version, rejections.rows, beyond, cleared, paused, matches]);
}
