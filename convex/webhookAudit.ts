import { v } from 'convex/values';
import { internalMutation } from './_generated/server.js';
import { operatorQuery } from './model/access.ts';
import { auditFields, vAuditRow } from './shared/auditRow.ts';
import { vDelivery, vHeaders, vHistoryEntry } from './shared/delivery.ts';
import { vOutcome } from './shared/outcome.ts';
import { vRejection } from './shared/rejection.ts';
import { vWhere } from './shared/selection.ts';

const vBefore = v.union(v.int64(), v.null());
const vLimit = v.optional(v.number());

/** Rows with `seq` greater than `after`, oldest first. */
export const tail = operatorQuery({
  role: 'viewer',
  args: { after: v.int64(), limit: vLimit },
  returns: v.array(vAuditRow),
  handler: () => {
    throw new Error('webhookAudit.tail is not there yet');
  },
});

/** Rows with `seq` less than `before` (null: from the newest on), newest first. */
export const older = operatorQuery({
  role: 'viewer',
  args: { before: vBefore, limit: vLimit, where: v.optional(vWhere) },
  returns: v.object({ rows: v.array(vAuditRow), done: v.boolean() }),
  handler: () => {
    throw new Error('webhookAudit.older is not there yet');
  },
});

/** Everything about one delivery. Throws `not_found`. */
export const get = operatorQuery({
  role: 'viewer',
  args: { id: v.id('webhookAudit') },
  returns: vDelivery,
  handler: () => {
    throw new Error('webhookAudit.get is not there yet');
  },
});

/** One user's deliveries with their payloads, newest first; at most 4 MiB read. */
export const history = operatorQuery({
  role: 'viewer',
  args: { clerk_user_id: v.string(), before: vBefore, limit: vLimit },
  returns: v.object({
    rows: v.array(vHistoryEntry),
    next: v.union(v.int64(), v.null()),
    done: v.boolean(),
  }),
  handler: () => {
    throw new Error('webhookAudit.history is not there yet');
  },
});

/** Deliveries whose payload contains the text, newest first; at most 4 MiB read a call. */
export const search = operatorQuery({
  role: 'viewer',
  args: { text: v.string(), before: vBefore },
  returns: v.object({
    rows: v.array(vAuditRow),
    next: v.union(v.int64(), v.null()),
    done: v.boolean(),
  }),
  handler: () => {
    throw new Error('webhookAudit.search is not there yet');
  },
});

/** What was refused, newest minute first, before the minute `before` if given. */
export const rejections = operatorQuery({
  role: 'viewer',
  args: { before: v.optional(v.number()), limit: vLimit },
  returns: v.array(vRejection),
  handler: () => {
    throw new Error('webhookAudit.rejections is not there yet');
  },
});

/** Handles one verified delivery in one transaction: decides, applies, records. */
export const receive = internalMutation({
  args: { svix_id: v.string(), body: v.string(), headers: vHeaders },
  returns: v.union(
    v.object({
      outcome: vOutcome,
      reason: v.optional(v.string()),
      id: v.id('webhookAudit'),
    }),
    v.object({
      outcome: v.literal('rejected'),
      rejection: v.union(v.literal('not_json'), v.literal('not_clerk_event')),
      reason: v.string(),
    }),
  ),
  handler: () => {
    throw new Error('webhookAudit.receive is not there yet');
  },
});

/** Inserts one audit row with its payload. */
export const logWebhookEvent = internalMutation({
  args: {
    row: v.object(auditFields),
    payload: v.object({
      body: v.string(),
      headers: vHeaders,
      before: v.optional(v.string()),
      after: v.optional(v.string()),
      error: v.optional(v.string()),
    }),
  },
  returns: v.id('webhookAudit'),
  handler: () => {
    throw new Error('webhookAudit.logWebhookEvent is not there yet');
  },
});
