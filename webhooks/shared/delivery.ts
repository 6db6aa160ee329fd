import { v, type Infer } from 'convex/values';
import { vAuditRow } from './auditRow.ts';
import { documentChangeFields, vDocumentChange, vScheduledCall } from './documentChange.ts';

export const vHeaders = v.array(v.object({ name: v.string(), value: v.string() }));
export type Headers = Infer<typeof vHeaders>;

/** The parts of a delivery that are kept beside its light row. */
export const payloadFields = {
  /**
   * The exact bytes received. Never stored as an object: Clerk's metadata may hold keys that Convex
   * refuses.
   */
  body: v.string(),
  headers: vHeaders,
  /** The error that the handler threw, with its stack. */
  error: v.optional(v.string()),
  /** Functions that the handler scheduled. */
  scheduled: v.array(vScheduledCall),
  /** Writes of a failed handler before it threw, rolled back. JSON of DocumentChange[]. */
  attempted: v.optional(v.string()),
};

/** Everything about one delivery, read when it is opened. */
export const vDelivery = v.object({
  row: vAuditRow,
  /** Empty once it was erased. A duplicate shows the body of the delivery that it repeats. */
  body: v.string(),
  headers: vHeaders,
  /** The documents that the delivery changed: at most 200, and 256 KiB. */
  writes: v.array(vDocumentChange),
  scheduled: v.array(vScheduledCall),
  /** Writes of a failed handler before it threw, rolled back; as far as known. */
  attempted: v.array(vDocumentChange),
  error: v.union(v.string(), v.null()),
  /** The delivery of the subject before this one. */
  previous: v.union(v.object({ id: v.id('webhookAudit'), body: v.string() }), v.null()),
});
export type Delivery = Infer<typeof vDelivery>;

/**
 * The state of an event that failed: still failed (`open`), a later attempt or re-dispatch
 * succeeded (`mended`), or a newer event of its subject came (`superseded`).
 */
const vEventState = v.union(
  v.object({ state: v.literal('never failed') }),
  v.object({ state: v.literal('open') }),
  v.object({ state: v.literal('mended'), by: v.id('webhookAudit') }),
  v.object({ state: v.literal('superseded'), by: v.id('webhookAudit') }),
);
export type EventState = Infer<typeof vEventState>;

/** One event: its rows and its state. */
export const vEvent = v.object({
  /** Attempts and re-dispatches, newest 50, newest first. */
  rows: v.array(vAuditRow),
  state: vEventState,
});
export type Event = Infer<typeof vEvent>;

/** One step of a user's history. */
export const vHistoryEntry = v.object({
  row: vAuditRow,
  body: v.string(),
  writes: v.array(vDocumentChange),
});

/** One write in the history of a document, and the delivery that it was part of. */
export const vRowWrite = v.object({ ...documentChangeFields, seq: v.int64(), row: vAuditRow });
export type RowWrite = Infer<typeof vRowWrite>;
