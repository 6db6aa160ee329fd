import type { AuditRow } from '../../convex/shared/auditRow.ts';

type AuditId = AuditRow['_id'];

/** Rows kept, at some 600 bytes each; a tenth more until the oldest are dropped together. */
const KEPT = 100_000;

/**
 * Every audit row between the oldest page that was fetched and the newest that came, without a gap.
 * It grows at both ends, and drops its oldest rows when too many new ones came: they can be fetched
 * again. Readers are told once a frame, however many rows came.
 */
export class EventLog {
  /** Oldest first: grows as deliveries come. */
  readonly newer: AuditRow[] = [];
  /** Newest first: grows as older pages are fetched. */
  readonly older: AuditRow[] = [];
  /** How often the oldest rows were dropped. */
  drops = 0;
  /** Changes with every growth; a snapshot for `useSyncExternalStore`. */
  version = 0;
  /** Whether the oldest row of the deployment is here. */
  reachedStart = false;

  readonly #byId = new Map<AuditId, AuditRow>();
  readonly #bySvixId = new Map<string, AuditRow[]>();
  readonly #listeners = new Set<() => void>();
  readonly #nextFrame: (callback: () => void) => unknown;
  readonly #kept: number;
  #notifying = false;

  constructor(
    nextFrame = (callback: () => void): unknown => requestAnimationFrame(callback),
    kept = KEPT,
  ) {
    this.#nextFrame = nextFrame;
    this.#kept = kept;
  }

  get size(): number {
    return this.newer.length + this.older.length;
  }

  /** Where to go on with `tail`: nothing at or before it is missing. */
  get newestSeq(): bigint {
    return (this.newer.at(-1) ?? this.older[0])?.seq ?? 0n;
  }

  /** Where to go on with `older`; null while the log is empty. */
  get oldestSeq(): bigint | null {
    return (this.older.at(-1) ?? this.newer[0])?.seq ?? null;
  }

  find(id: AuditId): AuditRow | undefined {
    return this.#byId.get(id);
  }

  /** The attempts of one delivery that are loaded, in no particular order. */
  attemptsOf(svixId: string): readonly AuditRow[] {
    return this.#bySvixId.get(svixId) ?? [];
  }

  /** How many rows came after this `seq`. */
  countAfter(seq: bigint): number {
    const isBefore = (row: AuditRow) => row.seq <= seq;
    const place = this.older.findIndex(isBefore);
    const fromOlder = place === -1 ? this.older.length : place;
    return this.newer.length - 1 - this.newer.findLastIndex(isBefore) + fromOlder;
  }

  /** Adds rows of `tail`, oldest first. A row that is already here is left out. */
  append(rows: readonly AuditRow[]): void {
    for (const row of rows) {
      if (row.seq <= this.newestSeq) continue;
      this.newer.push(row);
      this.#index(row);
    }
    if (this.size > this.#kept * 1.1) this.#dropOldest(this.size - this.#kept);
    this.#changed();
  }

  /** Adds a page of `older`, newest first. `done`: there is nothing before it. */
  appendOlder(rows: readonly AuditRow[], done: boolean): void {
    for (const row of rows) {
      const oldest = this.oldestSeq;
      if (oldest !== null && row.seq >= oldest) continue;
      this.older.push(row);
      this.#index(row);
    }
    this.reachedStart = done;
    this.#changed();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #index(row: AuditRow): void {
    this.#byId.set(row._id, row);
    const attempts = this.#bySvixId.get(row.svix_id);
    if (attempts) attempts.push(row);
    else this.#bySvixId.set(row.svix_id, [row]);
  }

  #dropOldest(count: number): void {
    const fromOlder = Math.min(count, this.older.length);
    const dropped = [
      ...this.older.splice(this.older.length - fromOlder),
      ...this.newer.splice(0, count - fromOlder),
    ];
    for (const { _id, svix_id } of dropped) {
      this.#byId.delete(_id);
      const attempts = this.attemptsOf(svix_id).filter((row) => row._id !== _id);
      if (attempts.length > 0) this.#bySvixId.set(svix_id, attempts);
      else this.#bySvixId.delete(svix_id);
    }
    this.drops += 1;
    this.reachedStart = false;
  }

  #changed(): void {
    if (this.#notifying) return;
    this.#notifying = true;
    this.#nextFrame(() => {
      this.#notifying = false;
      this.version += 1;
      for (const listener of this.#listeners) listener();
    });
  }
}
