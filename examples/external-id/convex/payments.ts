import { v } from 'convex/values';
import { recorded } from 'webhook-devtools-for-convex';
import { internalMutation as rawInternalMutation } from './_generated/server';

const internalMutation = recorded(rawInternalMutation);

export const saveAttempt = internalMutation({
  args: { data: v.any() }, // Signed by Clerk.
  handler: async (ctx, { data }) => {
    const attempt = {
      paymentId: data.payment_id,
      payerId: data.payer.user_id,
      status: data.status,
      updatedAt: data.updated_at,
    };
    const payment = await ctx.db
      .query('payments')
      .withIndex('byPaymentId', (q) => q.eq('paymentId', attempt.paymentId))
      .unique();
    if (payment === null) await ctx.db.insert('payments', attempt);
    else if (payment.updatedAt <= attempt.updatedAt) {
      await ctx.db.patch('payments', payment._id, attempt);
    }
  },
});
