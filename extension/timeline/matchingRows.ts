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
 * `update` reads only what the log has gained since the last one. While paused, what is here stays,
 * whatever the log drops.
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
   * Takes in what the log has gained, at most so many rows of it, and tells whether that was all.
   * `beyond`: rows older than the log's oldest, read by an index, newest first; those that the log has
   * meanwhile reached are left out.
   */
  update(beyond: readonly AuditRow[], most = Infinity): boolean {
    const { newer, older } = this.#log;
    const { paused } = this.#bounds;
    if (paused === null) this.#dropWithLog();
    let left = most;

    const isRead = (row: AuditRow) => row.seq <= this.#newestRead;
    let next = countWhile(newer.length, (index) => isRead(newer[index]!));
    for (; next < newer.length && left > 0; next++, left--) {
      const row = newer[next]!;
      if (paused !== null && row.seq > paused.seq) break;
      this.#take(row, this.#newer);
      this.#newestRead = row.seq;
      this.#oldestRead ??= row.seq;
    }
    if (left === 0) return false;

    const oldestRead = this.#oldestRead;
    const isPast = (row: AuditRow) => oldestRead !== null && row.seq >= oldestRead;
    next = countWhile(older.length, (index) => isPast(older[index]!));
    for (; next < older.length && left > 0; next++, left--) {
      this.#take(older[next]!, this.#older);
      this.#oldestRead = older[next]!.seq;
    }
    if (left === 0) return false;

    const reach = this.#oldestRead ?? this.#log.oldestSeq;
    for (const row of this.#beyond) this.counts[row.outcome] -= 1;
    const reached: AuditRow[] = [];
    for (const row of beyond) if (reach !== null && row.seq < reach) this.#take(row, reached);
    this.#beyond = reached;
    return true;
  }

  /** Drops what the log has dropped, which it reads again when it is fetched again. */
  #dropWithLog(): void {
    const { oldestSeq } = this.#log;
    if (oldestSeq === null || this.#oldestRead === null || this.#oldestRead >= oldestSeq) return;
    this.#oldestRead = oldestSeq;
    const isKept = (row: AuditRow) => row.seq >= oldestSeq;
    const kept = countWhile(this.#older.length, (index) => isKept(this.#older[index]!));
    const gone = countWhile(this.#newer.length, (index) => !isKept(this.#newer[index]!));
    for (const row of [...this.#older.splice(kept), ...this.#newer.splice(0, gone)]) {
      this.counts[row.outcome] -= 1;
    }
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
