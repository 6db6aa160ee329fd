import type { AuditId, AuditRow } from '../../../webhooks/shared/auditRow.ts';
import { EventStates } from './eventStates.ts';
import { RowParts } from './rowParts.ts';
import { countWhile } from './countWhile.ts';
import { Store } from '../connection/store.ts';

/** How many rows are kept, at some 600 bytes each. */
export const KEPT = 100_000;

/**
 * All audit rows from the oldest fetched page to the newest delivery, without a gap. The log grows
 * at both ends up to a limit: a full log takes no older rows, and when new rows exceed the limit by
 * a tenth, it drops the oldest together. Listeners are called once a frame, however many rows came.
 */
export class EventLog extends Store {
  /** Oldest first: grows as deliveries come. */
  readonly newer: AuditRow[] = [];
  /** Newest first: grows as older pages are fetched. */
  readonly older: AuditRow[] = [];
  /** How often the oldest rows were dropped. */
  drops = 0;
  /** Changes whenever rows are added: the snapshot for `useSyncExternalStore`. */
  version = 0;
  /** How many rows have ever come at the newer end. */
  gained = 0;
  /** True if the oldest row of the deployment is loaded. */
  reachedStart = false;
  /** The rows by event, and the state of each event. */
  states: EventStates;

  readonly #parts = new RowParts();
  readonly #byId = new Map<AuditId, AuditRow>();
  readonly #nextFrame: (callback: () => void) => unknown;
  readonly #before: bigint | null;
  #kept: number;
  #notifying = false;

  /**
   * @param kept the limit
   * @param before holds only rows with a smaller `seq`; null for the newest rows
   */
  constructor(
    nextFrame = (callback: () => void): unknown => requestAnimationFrame(callback),
    kept = KEPT,
    before: bigint | null = null,
  ) {
    super();
    this.#nextFrame = nextFrame;
    this.#kept = kept;
    this.#before = before;
    this.states = new EventStates(before === null);
  }

  get size(): number {
    return this.newer.length + this.older.length;
  }

  /** How many older rows the log takes. */
  get room(): number {
    return Math.max(this.#kept - this.size, 0);
  }

  /** False if the rows, and `more` that are kept elsewhere, exceed the limit by a tenth. */
  fits(more: number): boolean {
    return this.size + more <= this.#kept * 1.1;
  }

  /** Where `tail` continues: nothing at or before it is missing. */
  get newestSeq(): bigint {
    return (this.newer.at(-1) ?? this.older[0])?.seq ?? this.#before ?? 0n;
  }

  /** Where `older` continues; null while a log of the newest rows is empty. */
  get oldestSeq(): bigint | null {
    return (this.older.at(-1) ?? this.newer[0])?.seq ?? this.#before;
  }

  find(id: AuditId): AuditRow | undefined {
    return this.#byId.get(id);
  }

  /** How many rows came after this `seq`. */
  countAfter(seq: bigint): number {
    const { newer, older } = this;
    const notAfter = countWhile(newer.length, (index) => newer[index]!.seq <= seq);
    return newer.length - notAfter + countWhile(older.length, (index) => older[index]!.seq > seq);
  }

  /** Adds rows of `tail`, oldest first. Leaves out rows that the log has. */
  append(rows: readonly AuditRow[]): void {
    for (const row of rows) {
      if (row.seq <= this.newestSeq) continue;
      this.#addNewer(row);
      this.gained += 1;
    }
    if (!this.fits(0)) this.#dropOldest(this.size - this.#kept);
    this.#changed();
  }

  /** Changes the limit, and drops the oldest rows above it. */
  keep(count: number): void {
    this.#kept = count;
    if (this.size <= count) return;
    const rows = [...this.older.slice(0, count).reverse(), ...this.newer].slice(-count);
    this.older.length = 0;
    this.newer.length = 0;
    this.#byId.clear();
    this.#parts.clear();
    // Few are left, so adding these costs less than removing all others.
    this.states = new EventStates(this.#before === null);
    for (const row of rows) this.#addNewer(row);
    this.drops += 1;
    this.reachedStart = false;
    this.#changed();
  }

  /** Adds a page of `older`, newest first, as far as there is room. `done`: no row is older. */
  appendOlder(rows: readonly AuditRow[], done: boolean): void {
    for (const row of rows) {
      const oldest = this.oldestSeq;
      if (oldest !== null && row.seq >= oldest) continue;
      if (this.room === 0) {
        done = false;
        break;
      }
      this.older.push(this.#take(row, 'older'));
    }
    this.reachedStart = done;
    this.#changed();
  }

  #addNewer(row: AuditRow): void {
    this.newer.push(this.#take(row, 'newer'));
  }

  #take(given: AuditRow, end: 'newer' | 'older'): AuditRow {
    const row = this.#parts.share(given);
    this.#byId.set(row._id, row);
    this.states.add(row, end);
    return row;
  }

  #dropOldest(count: number): void {
    const fromOlder = Math.min(count, this.older.length);
    const dropped = [
      ...this.older.splice(this.older.length - fromOlder).reverse(),
      ...this.newer.splice(0, count - fromOlder),
    ];
    // Oldest first.
    for (const row of dropped) {
      this.#byId.delete(row._id);
      this.states.removeOldest(row);
    }
    this.#parts.clear();
    this.drops += 1;
    this.reachedStart = false;
  }

  #changed(): void {
    // At once: a component may render before the next frame, and must not keep a list of less.
    this.version += 1;
    if (this.#notifying) return;
    this.#notifying = true;
    this.#nextFrame(() => {
      this.#notifying = false;
      this.changed();
    });
  }
}
