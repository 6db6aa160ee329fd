/** Functions of webhookAdmin that the webhooks' HTTP action calls. */
import { v } from 'convex/values';
import { internalMutation, internalQuery } from '../builders.ts';
import { rejectionFields, vRejectionReason } from '../shared/rejection.ts';
import { logFailure, receiveDelivery, vReceived, vVerifiedRequest } from './receive.ts';
import { countRejection as countOne, isCountable } from './rejections.ts';

/** Handles one verified delivery in one transaction: decides, applies, records. */
export const receive = internalMutation({
  args: vVerifiedRequest,
  returns: vReceived,
  handler: async (ctx, request) => await receiveDelivery(ctx, request),
});

/**
 * Records a delivery that `receive` could not: its transaction failed as a whole, so nothing of it was
 * kept. It is `failed`, unless it was handled meanwhile.
 */
export const logWebhookEvent = internalMutation({
  args: { ...vVerifiedRequest.fields, error: v.string() },
  returns: vReceived,
  handler: async (ctx, { error, ...request }) => await logFailure(ctx, request, error),
});

/**
 * Says whether to count a rejected request in this second (since 1970): not if one was counted
 * already.
 */
export const mayCountRejection = internalQuery({
  args: { reason: vRejectionReason, second: v.number() },
  returns: v.boolean(),
  handler: async (ctx, rejection) => await isCountable(ctx, rejection),
});

/** Counts a rejected request in the row of its minute and reason. */
export const countRejection = internalMutation({
  args: {
    reason: vRejectionReason,
    at: v.number(),
    sample: rejectionFields.sample,
    claimed: rejectionFields.claimed,
  },
  returns: v.null(),
  handler: async (ctx, rejection) => {
    await countOne(ctx, rejection);
    return null;
  },
});
