import { v, type Infer } from 'convex/values';
import { vOutcome } from './outcome.ts';

/** Where a delivery came from: Clerk's webhook, an operator's re-dispatch, or a reconciliation. */
export const vSource = v.union(v.literal('clerk'), v.literal('redispatch'), v.literal('reconcile'));

const vRedispatch = v.object({
  of: v.id('webhookAudit'),
  by: v.string(),
  edited: v.boolean(),
  forced: v.boolean(),
  note: v.optional(v.string()),
  batch: v.optional(v.id('redispatchBatches')),
});

/** The light row of one delivery, without `seq`, whose validator differs between storing and returning. */
export const auditFields = {
  svix_id: v.string(),
  attempt: v.number(),
  event_type: v.string(),
  clerk_user_id: v.optional(v.string()),
  user_label: v.optional(v.string()),
  occurred_at: v.number(),
  received_at: v.number(),
  outcome: vOutcome,
  reason: v.optional(v.string()),
  changed: v.array(v.string()),
  payload_bytes: v.number(),
  previous: v.optional(v.id('webhookAudit')),
  payload_changed: v.optional(v.array(v.string())),
  source: vSource,
  redispatch: v.optional(vRedispatch),
};
const vAuditFields = v.object(auditFields);
export type AuditFields = Infer<typeof vAuditFields>;

/** An audit row as operators get it. `seq` is a bigint in Convex values, a decimal string in JSON. */
export const vAuditRow = v.object({ _id: v.id('webhookAudit'), seq: v.int64(), ...auditFields });
export type AuditRow = Infer<typeof vAuditRow>;
