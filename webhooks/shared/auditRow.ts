import { v, type Infer } from 'convex/values';
import { vChangeKind } from './documentChange.ts';
import { vOutcome } from './outcome.ts';

const vRedispatch = v.object({
  /** The row that was sent again. */
  of: v.id('webhookAudit'),
  /** The name of the operator's access key. */
  by: v.string(),
  edited: v.boolean(),
  forced: v.boolean(),
  note: v.optional(v.string()),
  batch: v.optional(v.id('webhookBatches')),
});

/** A document that differs afterwards, as rows of lists show it. */
const vChangedDocument = v.object({
  table: v.string(),
  kind: vChangeKind,
  /** The names of its fields that differ; `…3 more` at the end for those without room. */
  fields: v.array(v.string()),
});

/**
 * The light row of one delivery: at most 1.5 KB, not counting an operator's note. Without `seq`,
 * whose validator differs between storing and returning. Times are milliseconds since 1970.
 */
export const auditFields = {
  /** The source of its route, such as `clerk`. Re-dispatches and reconciliations keep it. */
  source: v.string(),
  svix_id: v.string(),
  attempt: v.number(),
  /** The svix_id of the original delivery, shared by its attempts, its re-dispatches and theirs. */
  event_id: v.string(),
  event_type: v.string(),
  /** The id of an ordered event's subject. */
  subject: v.optional(v.string()),
  /** The user whom the event is about or names. */
  clerk_user_id: v.optional(v.string()),
  /** The user's name as of this delivery. */
  user_label: v.optional(v.string()),
  occurred_at: v.number(),
  /** `data.updated_at`. */
  updated_at: v.optional(v.number()),
  received_at: v.number(),
  outcome: vOutcome,
  /** True once a row of the event, this or an earlier one, did not fail. */
  settled: v.boolean(),
  /** The reason for the outcome, in our words. */
  reason: v.optional(v.string()),
  /**
   * For a stale event: the delivery that is ahead of it, and by how many milliseconds. 0 for equal
   * times, null for a delete.
   */
  ahead: v.optional(v.object({ id: v.id('webhookAudit'), by: v.union(v.number(), v.null()) })),
  /** For a duplicate: the newest row of its event that is not a duplicate. */
  repeats: v.optional(v.id('webhookAudit')),
  /** The first line of what the handler threw. */
  error_line: v.optional(v.string()),
  /** The first 20 documents that differ, as far as they fit into 1 KB. */
  changes: v.array(vChangedDocument),
  /** The number of documents that differ. */
  writes: v.number(),
  /** Writes that were not recorded. */
  unseen: v.number(),
  payload_bytes: v.number(),
  /** The row of the subject before this one; for a duplicate, the row that it repeats. */
  previous: v.optional(v.id('webhookAudit')),
  /** Top-level fields of `data` that differ from `previous`: at most 20, then `…3 more`. */
  payload_changed: v.optional(v.array(v.string())),
  redispatch: v.optional(vRedispatch),
};
const vAuditFields = v.object(auditFields);
export type AuditFields = Infer<typeof vAuditFields>;

/** An audit row as operators get it. `seq` is a bigint in Convex values, a decimal string in JSON. */
export const vAuditRow = v.object({ _id: v.id('webhookAudit'), seq: v.int64(), ...auditFields });
export type AuditRow = Infer<typeof vAuditRow>;
export type AuditId = AuditRow['_id'];

/** Prefixes of the svix_ids that reconcile and forgetUser make. */
const UPKEEP = /^(?:reconcile|forget)_/;

/** The origin of a row: a sender, an operator's re-dispatch, or upkeep of the library. */
export function originOf({
  svix_id,
  redispatch,
}: Pick<AuditRow, 'svix_id' | 'redispatch'>): 'webhook' | 'redispatch' | 'upkeep' {
  if (redispatch !== undefined) return 'redispatch';
  return UPKEEP.test(svix_id) ? 'upkeep' : 'webhook';
}
