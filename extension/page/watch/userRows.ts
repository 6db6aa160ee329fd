import type { AuditRow } from '../../../webhooks/shared/auditRow.ts';
import type { EventLog } from '../../data/feed/events.ts';

/** How many rows of a user, and how many arrival times, are kept. The oldest are dropped. */
const KEPT = 200;

const NONE: readonly AuditRow[] = [];

/** The rows of a few users from the log, and when this panel saw them. Reads each row once. */
export class UserRows {
  readonly #byUser = new Map<string, readonly AuditRow[]>();
  /** Oldest first: all rows up to `seq` had arrived `at` this time. */
  #arrivals: { seq: bigint; at: number }[] = [];
  #readTo = 0n;
  /** The oldest row that has been read. */
  #readFrom: bigint | null = null;

  /** Reads the log's new rows, and says whether any is about these users. `now`: ms since 1970. */
  take(log: EventLog, now: number, users: ReadonlySet<string>): boolean {
    // Rows of the first page came before the panel opened, so their arrival is unknown.
    if (log.version === 0) return false;
    const { newestSeq, oldestSeq } = log;
    const hasOlder = this.#readFrom !== null && oldestSeq !== null && oldestSeq < this.#readFrom;
    if (hasOlder) this.#byUser.clear();
    this.#readFrom = oldestSeq;
    let isNews = hasOlder;
    const added = new Map<string, AuditRow[]>();
    for (const user of users) if (!this.#byUser.has(user)) added.set(user, []);
    if (added.size > 0) {
      for (const row of rowsAfter(log, 0n)) {
        if (row.seq <= this.#readTo) added.get(row.clerk_user_id ?? '')?.push(row);
      }
      for (const [user, rows] of added) this.#byUser.set(user, rows.slice(0, KEPT).reverse());
    }
    for (const user of this.#byUser.keys()) if (!users.has(user)) this.#byUser.delete(user);
    if (newestSeq === this.#readTo && this.#arrivals.length > 0) return isNews;
    for (const row of [...rowsAfter(log, this.#readTo)].reverse()) {
      const rows = this.#byUser.get(row.clerk_user_id ?? '');
      if (rows === undefined) continue;
      isNews = true;
      this.#byUser.set(row.clerk_user_id!, [...rows, row].slice(-KEPT));
    }
    this.#readTo = newestSeq;
    this.#arrivals = [...this.#arrivals, { seq: newestSeq, at: now }].slice(-KEPT);
    return isNews;
  }

  /** The newest rows of one user, oldest first. The array stays the same until a new row comes. */
  of(user: string): readonly AuditRow[] {
    return this.#byUser.get(user) ?? NONE;
  }

  /**
   * When this panel saw a row arrive, milliseconds since 1970; null if the row was there before.
   */
  seenAt(row: AuditRow): number | null {
    const at = this.#arrivals.findIndex(({ seq }) => row.seq <= seq);
    return at <= 0 ? null : this.#arrivals[at]!.at;
  }
}

/** The rows after one `seq`, newest first. */
function* rowsAfter(log: EventLog, after: bigint): Generator<AuditRow> {
  for (let at = log.newer.length - 1; at >= 0; at--) {
    const row = log.newer[at]!;
    if (row.seq <= after) return;
    yield row;
  }
  for (const row of log.older) {
    if (row.seq <= after) return;
    yield row;
  }
}
