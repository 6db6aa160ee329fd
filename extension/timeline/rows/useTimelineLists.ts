import { useCallback, useEffect, useMemo, useState } from 'react';
import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import type { Rejection } from '../../../webhooks/shared/rejection.ts';
import type { TimelineOutcome } from '../../event/OutcomeChip.tsx';
import type { EventLog } from '../../data/feed/events.ts';
import { formatFilter, type FilterTerm } from '../filter/filter.ts';
import { compileFilter, type Predicate } from '../filter/match.ts';
import type { EventStates } from '../../data/feed/eventStates.ts';
import { FoldedRows, type StateTest } from './foldedRows.ts';
import { MatchingRows, type Bounds } from './matchingRows.ts';

export interface FilteredRows {
  rows: MatchingRows;
  /** One line for each event; null if not requested. */
  lines: FoldedRows | null;
  rejections: Rejection[];
  /** Of the rows; if states are requested, of the lines. */
  counts: Record<TimelineOutcome, number>;
}

/** A request for the rows that match some terms, and for one line per event with these states. */
interface Wanted {
  terms: readonly FilterTerm[];
  /** null lists every event; if omitted, there are no lines. */
  states?: StateTest | null;
}

/** So few at once that the user does not notice the reading. */
const ROWS_AT_ONCE = 5_000;

/**
 * For each of several filters, the matching rows of a feed, kept up to date as the feed grows. When
 * the filters change, a long feed is read in pieces, and the old lists stay until it is `settled`.
 *
 * @param isCut leaves out the rejections below the last delivery that was read
 */
export function useTimelineLists<Name extends string>(
  { log, rejections }: { log: EventLog; rejections: { rows: readonly Rejection[] } },
  states: EventStates,
  beyond: readonly AuditRow[],
  filters: Record<Name, Wanted>,
  { cleared, paused }: Bounds,
  now: number,
  isCut: boolean,
): {
  lists: Record<Name, FilteredRows>;
  settled: boolean;
  /** Identifies the filters and bounds of these lists: the same object until they change. */
  question: object;
} {
  // Terms are parsed on every key press; the filters change only if their meaning does.
  const said = JSON.stringify(
    Object.values<Wanted>(filters).map(({ terms }) => formatFilter(terms)),
  );
  const [current, setCurrent] = useState({ said, filters });
  if (current.said !== said) setCurrent({ said, filters });

  const question = useMemo(
    () => ({ filters: current.filters, log, cleared, paused }),
    [current, log, cleared, paused],
  );
  const wanted = useMemo(() => {
    // Equal filters share their rows.
    const bySaid = new Map<string, { matches: Predicate; rows: MatchingRows }>();
    const asked = Object.entries<Wanted>(question.filters);
    const answers = asked.map(([name, { terms, states: test }]) => {
      const text = formatFilter(terms);
      const matches = bySaid.get(text)?.matches ?? compileFilter(terms, now);
      const rows = bySaid.get(text)?.rows ?? new MatchingRows(question.log, matches, question);
      bySaid.set(text, { matches, rows });
      const lines = test === undefined ? null : new FoldedRows(rows, states, test);
      const countsLines = test !== undefined && test !== null;
      return { name, matches, rows, lines, countsLines };
    });
    return { question, answers };
  }, [question, states, now]);

  const [shown, show] = useState<typeof wanted | null>(null);
  const settled = shown === wanted;
  const readOn = useCallback(() => {
    const isRead = wanted.answers.every(({ rows, lines }) => {
      const isAll = rows.update(log.version, beyond, ROWS_AT_ONCE);
      lines?.update();
      return isAll;
    });
    if (isRead) show(wanted);
    return isRead;
  }, [wanted, log, beyond]);
  // This reads a short feed completely, so that its new list appears together with the filter.
  if (!settled) readOn();
  useEffect(() => {
    if (settled) return;
    let timer = setTimeout(function go() {
      if (!readOn()) timer = setTimeout(go);
    });
    return () => clearTimeout(timer);
  }, [readOn, settled]);

  const seen = shown ?? wanted;
  const lists = useMemo(() => {
    const all = seen.answers.map(({ name, matches, rows, lines, countsLines }) => {
      if (settled) rows.update(log.version, beyond);
      if (settled) lines?.update();
      const end = isCut ? (rows.end?.received_at ?? 0) : 0;
      const rejected = rejections.rows.filter(
        (rejection) =>
          rejection.last_at > cleared.time &&
          (paused === null || rejection.first_at <= paused.time) &&
          rejection.last_at >= end &&
          matches(rejection),
      );
      const count = rejected.reduce((sum, { count }) => sum + count, 0);
      const counts = { ...(countsLines ? lines!.countOutcomes() : rows.counts), rejected: count };
      return [name, { rows, lines, rejections: rejected, counts }];
    });
    return Object.fromEntries(all);
  }, [seen, settled, log.version, rejections.rows, beyond, cleared, paused, isCut]);
  return {
    lists: lists as Record<Name, FilteredRows>,
    settled,
    question: seen.question,
  };
}
