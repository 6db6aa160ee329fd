import { defineTable } from 'convex/server';
import { v } from 'convex/values';
import { erasureFields } from './erase/erasureFields.ts';
import { recordTables } from './record/recordTables.ts';
import { auditFields } from './shared/auditRow.ts';
import { batchFields } from './shared/batch.ts';
import { payloadFields } from './shared/delivery.ts';
import { markFields } from './shared/mark.ts';
import { vRole } from './shared/operator.ts';
import { reconciliationFields, vReconciliationPhase } from './shared/reconciliation.ts';
import { rejectionFields } from './shared/rejection.ts';

/** The tables of the library, to be spread into an app's schema. Each name begins with `webhook`. */
export const webhookTables = {
  ...recordTables,

  // The order keys of each subject: the times of its newest event. Written with the delivery that
  // sets them; never deleted, since a delete is final. Read before the handler runs. No personal
  // data.
  webhookSubjects: defineTable({
    source: v.string(),
    subject: v.string(),
    updated_at: v.number(),
    event_at: v.number(),
    tie: v.string(),
    audit_id: v.id('webhookAudit'),
    deleted_at: v.optional(v.number()),
  }).index('by_subject', ['source', 'subject']),

  // Written once per handled delivery, by webhookAdmin.receive, redispatch, reconcile and
  // logWebhookEvent. Labels, error lines and notes are cleared by webhookAdmin.forgetUser; rows are
  // deleted by prune. Read by operators. At most one row a transaction: a cursor on `seq` alone is
  // exact.
  webhookAudit: defineTable({ seq: v.commitTs(), ...auditFields })
    .index('by_seq', ['seq'])
    .index('by_event_id', ['source', 'event_id', 'seq'])
    .index('by_svix_id', ['source', 'svix_id', 'seq'])
    .index('by_subject', ['subject', 'seq'])
    .index('by_clerk_user_id', ['clerk_user_id', 'seq'])
    .index('by_event_type', ['event_type', 'seq'])
    .index('by_outcome', ['outcome', 'seq']),

  // Written with its audit row, unless that is a duplicate or the user was erased; deleted with the
  // row, or by webhookAdmin.forgetUser. Read only when one delivery is opened, searched, previewed,
  // re-dispatched or compared with the next one of its subject.
  webhookPayloads: defineTable({
    audit_id: v.id('webhookAudit'),
    ...payloadFields,
  }).index('by_audit_id', ['audit_id']),

  // Written by the webhooks' HTTP action through receive/rejections.ts, at most once a second and
  // reason. Samples are cleared by webhookAdmin.forgetUser; rows are deleted by prune. Read by
  // operators.
  webhookRejections: defineTable(rejectionFields).index('by_minute', ['minute', 'reason']),

  // Written by webhookAdmin.issueAccessKey and revokeAccessKey; never deleted, so that audit rows keep
  // their author. Read on every operator call, by the hash of the key.
  webhookOperators: defineTable({
    name: v.string(),
    role: vRole,
    key_hash: v.string(),
    created_at: v.number(),
    revoked_at: v.optional(v.number()),
  }).index('by_key_hash', ['key_hash']),

  // Written by webhookAudit.startBatch, its scheduled steps and cancelBatch; notes are cleared by
  // webhookAdmin.forgetUser; deleted by prune once ended. Read by operators.
  webhookBatches: defineTable({
    ...batchFields,
    until_seq: v.commitTs(),
    operator: v.id('webhookOperators'),
    // A digest of the request, so that its key cannot start another batch.
    request: v.string(),
    // How many steps were lost at this cursor.
    lost_steps: v.number(),
  })
    .index('by_key', ['operator', 'key'])
    .index('by_state', ['state', 'updated_at']),

  // Written by webhookAdmin.forgetUser and its scheduled steps; never deleted: recording a delivery
  // reads it, so that a late delivery keeps nothing personal. Holds the marks to look for only
  // until the erasure is done.
  webhookErasures: defineTable(erasureFields)
    .index('by_clerk_id', ['clerk_id'])
    .index('by_state', ['state', 'updated_at']),

  // Written by webhookAdmin.reconcile and what it calls; deleted by prune. Read by
  // webhookAdmin.reconcile, to continue after a crash, and by webhookAdmin.reconciliations.
  webhookReconciliations: defineTable({
    ...reconciliationFields,
    // The number of rows that webhookAdmin.reconcile was told to remove.
    remove: v.optional(v.number()),
    phase: vReconciliationPhase,
    // The users table's value of the last row that was looked up at Clerk.
    row: v.string(),
    // The ids of Clerk's last page of users, the newest last: the next page follows it.
    recent: v.array(v.string()),
  }),

  // Written by webhookAdmin.markDeploy; deleted by prune. Read by operators.
  webhookMarks: defineTable(markFields).index('by_at', ['at']),

  // One row, written by webhookAdmin.resumeErasures, which a cron calls every hour. Read by the doctor.
  webhookHeartbeats: defineTable({ at: v.number() }),
};
