import type { AuditId, AuditRow } from '../auditRow.ts';
import type { Reconciliation } from '../reconciliation.ts';
import type { Rejection } from '../rejection.ts';
import type { DoctorReport } from './report.ts';

/** The facts that the doctor's checks examine. Times are milliseconds since 1970. */
export interface Facts {
  /** When the facts were read. */
  now: number;
  routes: RouteFacts[];
  /** The newest deliveries of any kind, newest first. */
  rows: AuditRow[];
  /** The newest of `user.created`, `user.updated` and `user.deleted`, newest first. */
  users: AuditRow[];
  /** Tables whose writes are only counted, as the app wants it. */
  neverRecorded: string[];
  /** The types of events that senders delivered, each with the time of its newest delivery. */
  types: { type: string; at: number }[];
  /** The newest rejections, the one that came last first. */
  rejections: Rejection[];
  /** Null when the app named no users table. */
  table: TableFacts | null;
  /** The order keys of the user whom the newest stale event is about. */
  held: { updated_at: number; deleted_at: number | null } | null;
  reconciliation: Reconciliation | null;
  /** When a cron of the library ran last, and when the oldest delivery came. */
  beat: number | null;
  oldest: number | null;
  /** How many days deliveries are kept, or a text that says what is wrong with the setting. */
  retention: number | string;
  /** The version of the convex package. */
  convex: string;
}

export type RouteFacts = DoctorReport['routes'][number] & {
  /** True once a sender delivered anything of this source. */
  isUsed: boolean;
};

export interface TableFacts {
  name: string;
  field: string;
  isEmpty: boolean;
  /**
   * A user's row whose field does not hold what `key` makes of the user's id. The values are masked
   * for a viewer.
   */
  misfit: { clerk_id: string; stored: string; made: string } | null;
  /**
   * The newest event that wrote a user's row to the table, unless a later event deleted that user.
   */
  written: {
    audit_id: AuditId;
    clerk_id: string;
    /** True if the users index finds the row by the user's id. */
    isFound: boolean;
    /** True if the row, as it was written, held the id; null when that is not known. */
    heldId: boolean | null;
  } | null;
}
