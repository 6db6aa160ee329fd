import { defineSchema, defineTable } from 'convex/server';
import { v } from 'convex/values';
import { auditFields } from './shared/auditRow.ts';
import { batchFields } from './shared/batch.ts';
import { payloadFields } from './shared/delivery.ts';
import { vRole } from './shared/operator.ts';
import { reconciliationFields } from './shared/reconciliation.ts';
import { rejectionFields } from './shared/rejection.ts';
import { tombstoneFields, userFields } from './shared/userRow.ts';

export default defineSchema({
  // Written by users.createUser, updateUser and setWorkspace; deleted by users.deleteUser and
  // admin.forgetUser. Read by whoever plans a user change, by operators and by the app.
  users: defineTable(userFields)
    .index('by_clerk_id', ['clerk_id'])
    .index('by_email_lower', ['email_lower'])
    .index('by_clerk_created_at', ['clerk_created_at', 'clerk_id']),

  // Written by users.deleteUser and admin.forgetUser, so that a late event cannot bring a deleted
  // user back. Deleted only by a forced re-dispatch. Read by whoever plans a user change.
  userTombstones: defineTable(tombstoneFields).index('by_clerk_id', ['clerk_id']),

  // Written once per verified delivery by webhookAudit.receive, admin.redispatch and
  // admin.reconcile. Labels, reasons and notes are cleared by admin.forgetUser; rows are deleted by
  // webhookAudit.prune. Read by operators. At most one row a transaction: a cursor on `seq` alone
  // is exact.
  webhookAudit: defineTable({
    seq: v.commitTs(),
    ...auditFields,
    // Of a re-dispatch: the svix_id of the event that it goes back to, through others if need be.
    redispatched_svix_id: v.optional(v.string()),
  })
    .index('by_seq', ['seq'])
    .index('by_svix_id', ['svix_id', 'seq'])
    .index('by_clerk_user_id', ['clerk_user_id', 'seq'])
    .index('by_event_type', ['event_type', 'seq'])
    .index('by_outcome', ['outcome', 'seq'])
    .index('by_redispatch_of', ['redispatch.of', 'seq'])
    .index('by_redispatched_svix_id', ['redispatched_svix_id', 'seq']),

  // Written beside its audit row, unless its user was forgotten; deleted with it, or by
  // admin.forgetUser. Read only when one delivery is opened, searched, previewed, re-dispatched or
  // compared with the user's next one.
  webhookPayloads: defineTable({
    audit_id: v.id('webhookAudit'),
    ...payloadFields,
  }).index('by_audit_id', ['audit_id']),

  // Written by the webhook's HTTP action through model/rejections.ts, at most once a second and
  // reason. Samples are cleared by admin.forgetUser; rows are deleted by webhookAudit.prune. Read by
  // operators.
  rejections: defineTable(rejectionFields).index('by_minute', ['minute', 'reason']),

  // Written by admin.issueAccessKey and revokeAccessKey; never deleted, so that audit rows keep
  // their author. Read on every operator call, by the hash of the key.
  operators: defineTable({
    name: v.string(),
    role: vRole,
    key_hash: v.string(),
    created_at: v.number(),
    revoked_at: v.optional(v.number()),
  }).index('by_key_hash', ['key_hash']),

  // Written by redispatch.startBatch, its scheduled steps and cancelBatch; notes are cleared by
  // admin.forgetUser; deleted by webhookAudit.prune once ended. Read by operators.
  redispatchBatches: defineTable({
    ...batchFields,
    until_seq: v.commitTs(),
    operator: v.id('operators'),
  })
    .index('by_key', ['key'])
    .index('by_state', ['state', 'updated_at']),

  // Written by admin.forgetUser and its scheduled steps; never deleted: whoever records a delivery
  // reads it, so that nothing personal is kept of late ones. Holds the addresses to look for, only as
  // long as the work takes.
  erasures: defineTable({
    clerk_id: v.string(),
    marks: v.array(v.string()),
    phase: v.union(
      v.literal('own deliveries'),
      v.literal('other deliveries'),
      v.literal('rejections'),
      v.literal('done'),
    ),
    // The last `seq`, or minute, that was looked at.
    cursor: v.int64(),
  }).index('by_clerk_id', ['clerk_id']),

  // Written by admin.reconcile and what it calls; deleted by webhookAudit.prune. Read by
  // admin.reconcile, to go on after a crash, and by admin.reconciliations.
  reconciliations: defineTable({
    ...reconciliationFields,
    // Where the next page of Clerk's users starts.
    offset: v.number(),
    // Users compared last: the next page must overlap them, or something was deleted in between.
    recent: v.array(v.string()),
    // The last row of `users` that was looked for at Clerk.
    row: v.object({ clerk_created_at: v.number(), clerk_id: v.string() }),
  }),
});
