import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import { OUTCOMES, type Outcome } from '../../../webhooks/shared/outcome.ts';
import { countWhile } from '../../data/feed/countWhile.ts';
import type { EventStates } from '../../data/feed/eventStates.ts';
import type { EventLog } from '../../data/feed/events.ts';
import type { Predicate } from '../filter/match.ts';

/** A moment in the log: the newest row at that time, and the time in milliseconds since 1970. */
export interface Moment {
  seq: bigint;
  time: number;
}

/** The part of the log to read: Clear hides earlier rows, Pause later ones. */
export interface Bounds {
  cleared: Moment;
  paused: Moment | null;
}

/**
 * The rows of a log that match a filter, newest first, and their number by outcome. Each `update`
 * reads only the log's new rows. While paused, the rows stay even if the log drops them.
 */
export class MatchingRows {
  readonly counts = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<
    Outcome,
    number
  >;
  /** How many rows have ever come at the newer end. */
  gained = 0;
  readonly #log: EventLog;
  readonly #matches: Predicate;
  readonly #bounds: Bounds;
  readonly #newer: AuditRow[] = [];
  readonly #older: AuditRow[] = [];
  #beyond: readonly AuditRow[] = [];
  /** Arguments of the last update that read everything. */
  #version = -1;
  #beyondGiven: readonly AuditRow[] = [];
  /** The `seq` of the newest row that was read of `log.newer`. */
  #newestRead = 0n;
  /** The oldest row that was read of the log: only earlier rows of `log.older` are new. */
  #oldestRead: AuditRow | null = null;

  constructor(log: EventLog, matches: Predicate, bounds: Bounds) {
    this.#log = log;
    this.#matches = matches;
    this.#bounds = bounds;
  }

  get length(): number {
    return this.#newer.length + this.#older.length + this.#beyond.length;
  }

  /** True if the log loaded all rows, none is read by an index, and these are its states. */
  areLoadedIn(states: EventStates): boolean {
    return states === this.#log.states && this.#beyond.length === 0;
  }

  /**
   * The oldest row of all that were read, whether or not they match; null for none. While paused,
   * the log may have dropped it.
   */
  get end(): AuditRow | null {
    const beyond = this.#beyondGiven.at(-1);
    const oldest = this.#oldestRead;
    return beyond !== undefined && (oldest === null || beyond.seq < oldest.seq) ? beyond : oldest;
  }

  /** The row at a place counted from the newest. */
  at(index: number): AuditRow | undefined {
    const fromOlder = index - this.#newer.length;
    if (fromOlder < 0) return this.#newer[this.#newer.length - 1 - index];
    return this.#older[fromOlder] ?? this.#beyond[fromOlder - this.#older.length];
  }

  /** How many rows are newer than this `seq`. If a row has this `seq`, that is its place. */
  countNewerThan(seq: bigint): number {
    return countWhile(this.length, (index) => this.at(index)!.seq > seq);
  }

  /** How many rows came after this time, milliseconds since 1970. */
  countAfter(time: number): number {
    return countWhile(this.length, (index) => this.at(index)!.received_at > time);
  }

  /**
   * Reads the log's new rows up to its `version`, at most `most` of them, and returns whether those
   * were all. `beyond`: rows older than the log's oldest, read by an index, newest first. Rows that
   * the log has loaded meanwhile are left out.
   */
  update(version: number, beyond: readonly AuditRow[], most = Infinity): boolean {
    if (version === this.#version && beyond === this.#beyondGiven) return true;
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
      this.#oldestRead ??= row;
    }
    if (left === 0) return false;

    const oldestRead = this.#oldestRead;
    const isPast = (row: AuditRow) => oldestRead !== null && row.seq >= oldestRead.seq;
    next = countWhile(older.length, (index) => isPast(older[index]!));
    // The log now has some of these rows.
    if (next < older.length) this.#replaceBeyond([]);
    for (; next < older.length && left > 0; next++, left--) {
      this.#take(older[next]!, this.#older);
      this.#oldestRead = older[next]!;
    }
    if (left === 0) return false;

    const reach = this.#oldestRead?.seq ?? this.#log.oldestSeq;
    this.#replaceBeyond(beyond.filter(({ seq }) => reach !== null && seq < reach));
    this.#version = version;
    this.#beyondGiven = beyond;
    return true;
  }

  #replaceBeyond(beyond: readonly AuditRow[]): void {
    for (const row of this.#beyond) this.counts[row.outcome] -= 1;
    const taken: AuditRow[] = [];
    for (const row of beyond) this.#take(row, taken);
    this.#beyond = taken;
  }

  /** Drops the rows that the log dropped. They are read again if the log fetches them again. */
  #dropWithLog(): void {
    const oldest = this.#log.older.at(-1) ?? this.#log.newer[0];
    if (oldest === undefined || this.#oldestRead === null || this.#oldestRead.seq >= oldest.seq)
      return;
    this.#oldestRead = oldest;
    const isKept = (row: AuditRow) => row.seq >= oldest.seq;
    const kept = countWhile(this.#older.length, (index) => isKept(this.#older[index]!));
    const gone = countWhile(this.#newer.length, (index) => !isKept(this.#newer[index]!));
    for (const row of [...this.#older.splice(kept), ...this.#newer.splice(0, gone)]) {
      this.counts[row.outcome] -= 1;
    }
  }

  #take(row: AuditRow, into: AuditRow[]): void {
    if (row.seq <= this.#bounds.cleared.seq || !this.#matches(row)) return;
    into.push(row);
    if (into === this.#newer) this.gained += 1;
    this.counts[row.outcome] += 1;
  }
}
