import { v, type Infer } from 'convex/values';
import { vAuditRow } from './auditRow.ts';

/** One row of the app's own users table. */
export const vUserRow = v.object({
  /** Null when the row's field does not hold a Clerk user id. */
  clerk_id: v.union(v.string(), v.null()),
  /** The document, with any fields. */
  row: v.record(v.string(), v.any()),
});
export type UserRow = Infer<typeof vUserRow>;

/** One user: the current row, and what deliveries about the user say. */
export const vUser = v.object({
  row: v.union(v.record(v.string(), v.any()), v.null()),
  /** The times of the newest event, by which later ones are ordered. */
  subject: v.union(
    v.object({
      updated_at: v.number(),
      event_at: v.number(),
      /** The delivery that set these times. */
      audit_id: v.id('webhookAudit'),
      /** When the user was deleted for good, or null. */
      deleted_at: v.union(v.number(), v.null()),
    }),
    v.null(),
  ),
  newest: v.union(vAuditRow, v.null()),
  /** The newest open failure among the newest 50 deliveries. */
  open_failure: v.union(vAuditRow, v.null()),
});
export type User = Infer<typeof vUser>;
