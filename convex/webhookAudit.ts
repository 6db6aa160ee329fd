import { v } from 'convex/values';
import { internal } from './_generated/api.js';
import { internalMutation, internalQuery } from './_generated/server.js';
import { operatorQuery } from './model/access.ts';
import { newerRows, olderRows, shownRow, shownRows } from './model/auditRows.ts';
import { insertDelivery } from './model/deliveries.ts';
import { openDelivery, shownPayload } from './model/openDelivery.ts';
import { operatorError } from './model/operatorError.ts';
import { pageLimit } from './model/pageLimit.ts';
import { readPayloads } from './model/payloadWalk.ts';
import { receiveDelivery } from './model/receive.ts';
import { countRefusal, isCountable, listRejections } from './model/rejections.ts';
import { pruneStep } from './model/retention.ts';
import { auditFields, vAuditRow } from './shared/auditRow.ts';
import { vDelivery, vHeaders, vHistoryEntry, vPayload } from './shared/delivery.ts';
import { maskRejection } from './shared/masking.ts';
import { vOutcome } from './shared/outcome.ts';
import { rejectionFields, vRejection, vRejectionReason } from './shared/rejection.ts';
import { vWhere } from './shared/selection.ts';

const vBefore = v.union(v.int64(), v.null());
const vLimit = v.optional(v.number());

/** Rows with `seq` greater than `after`, oldest first. */
export const tail = operatorQuery({
  role: 'viewer',
  args: { after: v.int64(), limit: vLimit },
  returns: v.array(vAuditRow),
  handler: async (ctx, { after, limit }) =>
    shownRows(ctx.operator, await newerRows(ctx, after, pageLimit(limit))),
});

/** Rows with `seq` less than `before` (null: from the newest on), newest first. */
export const older = operatorQuery({
  role: 'viewer',
  args: { before: vBefore, limit: vLimit, where: v.optional(vWhere) },
  returns: v.object({ rows: v.array(vAuditRow), done: v.boolean() }),
  handler: async (ctx, { before, limit, where }) => {
    const most = pageLimit(limit);
    const rows = await olderRows(ctx, where, before, most);
    return { rows: shownRows(ctx.operator, rows), done: rows.length < most };
  },
});

/** Everything about one delivery. Throws `not_found`. */
export const get = operatorQuery({
  role: 'viewer',
  args: { id: v.id('webhookAudit') },
  returns: vDelivery,
  handler: async (ctx, { id }) => await openDelivery(ctx, ctx.operator, id),
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
  handler: async (ctx, { clerk_user_id, before, limit }) => {
    const page = await readPayloads(ctx, { clerk_user_id }, before, pageLimit(limit));
    const rows = page.deliveries.map(({ row, payload }) => {
      const shown = shownPayload(ctx.operator, payload);
      return {
        row: shownRow(ctx.operator, row),
        body: shown.body,
        before: shown.before,
        after: shown.after,
      };
    });
    return { rows, next: page.next, done: page.next === null };
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
  handler: async (ctx, { text, before }) => {
    if (text.trim() === '') throw operatorError('bad_request', 'Say which text to search for.');
    const wanted = text.toLowerCase();
    const page = await readPayloads(ctx, undefined, before, pageLimit(undefined));
    const found = page.deliveries.filter(({ payload }) =>
      // Of what a viewer may not see, neither may the search tell.
      shownPayload(ctx.operator, payload).body.toLowerCase().includes(wanted),
    );
    const rows = found.map(({ row }) => shownRow(ctx.operator, row));
    return { rows, next: page.next, done: page.next === null };
  },
});

/**
 * What was refused, newest minute first, before the minute `before` if given. A minute is cut only
 * where it alone has more rows than `limit`.
 */
export const rejections = operatorQuery({
  role: 'viewer',
  args: { before: v.optional(v.number()), limit: vLimit },
  returns: v.array(vRejection),
  handler: async (ctx, { before, limit }) => {
    const rows = await listRejections(ctx, before, pageLimit(limit));
    return ctx.operator.role === 'viewer' ? rows.map(maskRejection) : rows;
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
  handler: async (ctx, request) => await receiveDelivery(ctx, request),
});

/** Inserts one audit row with its payload. */
export const logWebhookEvent = internalMutation({
  args: {
    row: v.object(auditFields),
    payload: vPayload,
  },
  returns: v.id('webhookAudit'),
  handler: async (ctx, { row, payload }) => await insertDelivery(ctx, row, payload),
});

const refusalArgs = { reason: vRejectionReason, at: v.number() };

/** Whether a refused request is to be counted, or one within the last second already was. */
export const mayCountRefusal = internalQuery({
  args: refusalArgs,
  returns: v.boolean(),
  handler: async (ctx, refusal) => await isCountable(ctx, refusal),
});

/** Counts a refused request in the row of its minute and reason. */
export const countRefused = internalMutation({
  args: { ...refusalArgs, sample: rejectionFields.sample },
  returns: v.null(),
  handler: async (ctx, { sample, ...refusal }) => {
    await countRefusal(ctx, refusal, sample);
    return null;
  },
});

/**
 * Deletes what is older than WEBHOOK_RETENTION_DAYS (30), a bounded part of it in each transaction.
 * Called by a cron.
 */
export const prune = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    const mayBeMore = await pruneStep(ctx, Date.now());
    if (mayBeMore) await ctx.scheduler.runAfter(0, internal.webhookAudit.prune, {});
    return null;
  },
});
