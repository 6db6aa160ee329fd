import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import { NO_OUTCOMES, type OutcomeCounts } from '../../../webhooks/shared/batch.ts';
import type { EventRows, EventState, EventStates } from '../../data/feed/eventStates.ts';
import { countWhile } from '../../data/feed/countWhile.ts';
import type { MatchingRows } from './matchingRows.ts';

/** Deliveries that each have a line in the timeline, newest first. */
export interface Lines {
  readonly length: number;
  at: (index: number) => AuditRow | undefined;
  /** How many lines are newer than this `seq`. If a line has this `seq`, that is its place. */
  countNewerThan: (seq: bigint) => number;
  /** How many lines came after this time, milliseconds since 1970. */
  countAfter: (time: number) => number;
}

/** `null`: the state is unknown, because the event is older than the loaded rows. */
export type StateTest = (state: EventState['kind'] | null) => boolean;

/**
 * One line for each event: the newest of its rows that match a filter. Each `update` reads only the
 * new rows, and checks again the events whose state changed.
 */
export class FoldedRows implements Lines {
  readonly #rows: MatchingRows;
  readonly #states: EventStates;
  readonly #test: StateTest | null;
  /** Oldest first, as they come. */
  readonly #newer: AuditRow[] = [];
  /** Newest first, as older pages are read. */
  readonly #older: AuditRow[] = [];
  /** Rows that an index read and the log does not have, by event. */
  readonly #unloaded = new Map<string, AuditRow[]>();
  #areLoaded = false;
  #gained = 0;
  #oldestRead: bigint | null = null;
  #changed: number;

  /** @param test lists only events with these states; null lists all */
  constructor(rows: MatchingRows, states: EventStates, test: StateTest | null) {
    this.#rows = rows;
    this.#states = states;
    this.#test = test;
    this.#changed = states.changed;
  }

  get length(): number {
    return this.#newer.length + this.#older.length;
  }

  at(index: number): AuditRow | undefined {
    const fromOlder = index - this.#newer.length;
    return fromOlder < 0 ? this.#newer[this.#newer.length - 1 - index] : this.#older[fromOlder];
  }

  countNewerThan(seq: bigint): number {
    return countWhile(this.length, (index) => this.at(index)!.seq > seq);
  }

  countAfter(time: number): number {
    return countWhile(this.length, (index) => this.at(index)!.received_at > time);
  }

  /** The number of lines by the outcome of their row. */
  countOutcomes(): OutcomeCounts {
    const counts = { ...NO_OUTCOMES };
    for (let index = 0; index < this.length; index++) counts[this.at(index)!.outcome] += 1;
    return counts;
  }

  /** All known rows of an event, oldest first. */
  rowsOf(row: AuditRow): EventRows {
    const loaded = this.#states.rowsOf(row);
    const unloaded = this.#unloaded.get(row.event_id);
    if (unloaded === undefined) return loaded.length > 0 ? loaded : [row];
    const [oldest] = loaded;
    // The log may have loaded some of them since.
    return [...unloaded.filter(({ seq }) => !oldest || seq < oldest.seq), ...loaded];
  }

  update(): void {
    this.#drop();
    const rows = this.#rows;
    this.#areLoaded = rows.areLoadedIn(this.#states);
    const gained = Math.min(rows.gained - this.#gained, rows.length);
    for (let index = gained - 1; index >= 0; index--) this.#takeNewer(rows.at(index)!);
    this.#gained = rows.gained;

    const reach = this.#oldestRead;
    const isRead = (row: AuditRow) => reach !== null && row.seq >= reach;
    let index = countWhile(rows.length, (place) => isRead(rows.at(place)!));
    for (; index < rows.length; index++) this.#takeOlder(rows.at(index)!);
    if (this.#test !== null) this.#lookAgain();
  }

  #takeNewer(row: AuditRow): void {
    this.#oldestRead ??= row.seq;
    const older = this.#othersOf(row).findLast((one) => one.seq < row.seq && isIn(this, one));
    if (older !== undefined) this.#remove(older);
    if (this.#lists(row)) this.#newer.push(row);
  }

  #takeOlder(row: AuditRow): void {
    this.#oldestRead = row.seq;
    const isNewer = (one: AuditRow) => one.seq > row.seq && isIn(this, one);
    if (this.#lists(row) && !this.#othersOf(row).some(isNewer)) this.#older.push(row);
    if (!this.#isPlain(row) && !this.#states.rowsOf(row).some(({ seq }) => seq === row.seq)) {
      const known = this.#unloaded.get(row.event_id);
      if (known === undefined) this.#unloaded.set(row.event_id, [row]);
      else known.unshift(row);
    }
  }

  /** Most rows are, which saves the search for their event. */
  #isPlain(row: AuditRow): boolean {
    return this.#areLoaded && this.#states.isPlain(row);
  }

  #lists(row: AuditRow): boolean {
    if (this.#test === null) return true;
    return this.#test(
      this.#isPlain(row) ? 'never failed' : (this.#states.stateOf(row)?.kind ?? null),
    );
  }

  /** The rows of this row's event, if there may be others. */
  #othersOf(row: AuditRow): EventRows {
    return this.#isPlain(row) ? [] : this.rowsOf(row);
  }

  #lookAgain(): void {
    const changed = this.#states.changedSince(this.#changed);
    this.#changed = this.#states.changed;
    if (changed === null) return this.#readAgain();
    for (const event of changed) {
      const listed = event.findLast((row) => isIn(this, row));
      const newest = event.findLast((row) => isIn(this.#rows, row));
      if (listed !== undefined) this.#remove(listed);
      if (newest !== undefined && this.#lists(newest)) this.#insert(newest);
    }
  }

  #readAgain(): void {
    this.#newer.length = 0;
    this.#older.length = 0;
    this.#gained = this.#rows.gained;
    for (let index = 0; index < this.#rows.length; index++) this.#takeOlder(this.#rows.at(index)!);
  }

  /** Drops the lines whose rows were dropped at the older end. */
  #drop(): void {
    const oldest = this.#rows.at(this.#rows.length - 1)?.seq ?? null;
    if (this.#oldestRead === null || (oldest !== null && oldest <= this.#oldestRead)) return;
    this.#oldestRead = oldest;
    this.#unloaded.clear();
    const isKept = (row: AuditRow) => oldest !== null && row.seq >= oldest;
    this.#older.splice(countWhile(this.#older.length, (index) => isKept(this.#older[index]!)));
    this.#newer.splice(
      0,
      countWhile(this.#newer.length, (index) => !isKept(this.#newer[index]!)),
    );
  }

  #remove(row: AuditRow): void {
    const place = this.countNewerThan(row.seq);
    const fromOlder = place - this.#newer.length;
    if (fromOlder < 0) this.#newer.splice(this.#newer.length - 1 - place, 1);
    else this.#older.splice(fromOlder, 1);
  }

  #insert(row: AuditRow): void {
    const place = this.countNewerThan(row.seq);
    const fromOlder = place - this.#newer.length;
    if (fromOlder < 0) this.#newer.splice(this.#newer.length - place, 0, row);
    else this.#older.splice(fromOlder, 0, row);
  }
}

/** True if a row is among some lines. */
export function isIn(lines: Pick<Lines, 'at' | 'countNewerThan'>, { seq }: AuditRow): boolean {
  return lines.at(lines.countNewerThan(seq))?.seq === seq;
}
