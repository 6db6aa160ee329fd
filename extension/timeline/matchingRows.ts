import type { AuditRow } from '../../convex/shared/auditRow.ts';
import { OUTCOMES, type Outcome } from '../../convex/shared/outcome.ts';
import type { EventLog } from '../data/events.ts';
import type { Predicate } from './filterMatch.ts';

/** A place in the log: the newest row of then, and the time, milliseconds since 1970. */
export interface Moment {
  seq: bigint;
  time: number;
}

/** Which part of the log is looked at: Clear hides what came before, Pause what comes after. */
export interface Bounds {
  cleared: Moment;
  paused: Moment | null;
}

/**
 * The rows of a log that a filter lets through, newest first, with their number by outcome. Each
 * `update` reads only what the log has gained since the last one. What the log drops stays: it is to
 * be made anew, unless it is paused.
 */
export class MatchingRows {
  readonly counts = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<
    Outcome,
    number
  >;
  readonly #log: EventLog;
  readonly #matches: Predicate;
  readonly #bounds: Bounds;
  readonly #newer: AuditRow[] = [];
  readonly #older: AuditRow[] = [];
  #beyond: readonly AuditRow[] = [];
  /** The newest row that was read of `log.newer`. */
  #newestRead = 0n;
  /** The oldest row that was read: of `log.older` only what is before it is new. */
  #oldestRead: bigint | null = null;

  constructor(log: EventLog, matches: Predicate, bounds: Bounds) {
    this.#log = log;
    this.#matches = matches;
    this.#bounds = bounds;
  }

  get length(): number {
    return this.#newer.length + this.#older.length + this.#beyond.length;
  }

  /** The row at a place counted from the newest. */
  at(index: number): AuditRow | undefined {
    const fromOlder = index - this.#newer.length;
    if (fromOlder < 0) return this.#newer[this.#newer.length - 1 - index];
    return this.#older[fromOlder] ?? this.#beyond[fromOlder - this.#older.length];
  }

  /** How many rows are newer than this `seq`, which is its place when it is among them. */
  countNewerThan(seq: bigint): number {
    return countWhile(this.length, (index) => this.at(index)!.seq > seq);
  }

  /** How many rows came after this time, milliseconds since 1970. */
  countAfter(time: number): number {
    return countWhile(this.length, (index) => this.at(index)!.received_at > time);
  }

  /**
   * Takes in what the log has gained. `beyond`: rows older than the log's oldest, read by an index,
   * newest first; those that the log has meanwhile reached are left out.
   */
  update(beyond: readonly AuditRow[]): void {
    const { newer, older, oldestSeq } = this.#log;
    const { paused } = this.#bounds;
    const isRead = (row: AuditRow) => row.seq <= this.#newestRead;
    for (const row of newer.slice(countWhile(newer.length, (index) => isRead(newer[index]!)))) {
      if (paused !== null && row.seq > paused.seq) break;
      this.#take(row, this.#newer);
      this.#newestRead = row.seq;
      this.#oldestRead ??= row.seq;
    }
    const oldestRead = this.#oldestRead;
    const isPast = (row: AuditRow) => oldestRead !== null && row.seq >= oldestRead;
    for (const row of older.slice(countWhile(older.length, (index) => isPast(older[index]!)))) {
      this.#take(row, this.#older);
      this.#oldestRead = row.seq;
    }
    const reach = this.#oldestRead ?? oldestSeq;
    for (const row of this.#beyond) this.counts[row.outcome] -= 1;
    const reached: AuditRow[] = [];
    for (const row of beyond) if (reach !== null && row.seq < reach) this.#take(row, reached);
    this.#beyond = reached;
  }

  #take(row: AuditRow, into: AuditRow[]): void {
    if (row.seq <= this.#bounds.cleared.seq || !this.#matches(row)) return;
    into.push(row);
    this.counts[row.outcome] += 1;
  }
}

/** The length of the leading part of 0…length-1 for which `holds` is true; it never is after. */
export function countWhile(length: number, holds: (index: number) => boolean): number {
  let [low, high] = [0, length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
