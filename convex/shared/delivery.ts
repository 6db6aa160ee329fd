import { v, type Infer } from 'convex/values';
import { vAuditRow } from './auditRow.ts';

export const vHeaders = v.array(v.object({ name: v.string(), value: v.string() }));
export type Headers = Infer<typeof vHeaders>;

/** What is kept of one delivery beside its light row. `before` and `after` are JSON. */
export const payloadFields = {
  /** The exact bytes received. Never an object: Clerk's metadata may hold keys Convex refuses. */
  body: v.string(),
  headers: vHeaders,
  before: v.optional(v.string()),
  after: v.optional(v.string()),
  error: v.optional(v.string()),
};
export const vPayload = v.object(payloadFields);

/**
 * A users row as it was. Any fields: rows kept from before a change of the schema are still shown.
 */
export const vUserSnapshot = v.record(v.string(), v.any());
export type UserSnapshot = Infer<typeof vUserSnapshot>;

/** Everything about one delivery, read when it is opened. */
export const vDelivery = v.object({
  row: vAuditRow,
  body: v.string(),
  headers: vHeaders,
  before: v.union(vUserSnapshot, v.null()),
  after: v.union(vUserSnapshot, v.null()),
  error: v.union(v.string(), v.null()),
  /** Rows of the same svix_id, newest 50, newest first. */
  attempts: v.array(vAuditRow),
  previous: v.union(v.object({ id: v.id('webhookAudit'), body: v.string() }), v.null()),
  /** Re-dispatches of this delivery, newest 50, newest first. */
  redispatches: v.array(vAuditRow),
});
export type Delivery = Infer<typeof vDelivery>;

/** One step of a user's history. */
export const vHistoryEntry = v.object({
  row: vAuditRow,
  body: v.string(),
  before: v.union(vUserSnapshot, v.null()),
  after: v.union(vUserSnapshot, v.null()),
});
export type HistoryEntry = Infer<typeof vHistoryEntry>;
