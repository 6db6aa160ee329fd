/** Functions of webhookAdmin that forget people and old deliveries. */
import { v } from 'convex/values';
import { internalMutation, internalQuery } from '../builders.ts';
import { beat } from '../doctor/heartbeat.ts';
import { functions } from '../functions.ts';
import * as forgetting from './forgetUser.ts';
import { erasureFields } from './erasureFields.ts';
import { pruneStep } from './retention.ts';

/**
 * Removes a user at once, and starts to erase the person from all deliveries, in bounded
 * transactions; `erasures` lists the erasure until it is done. Rows, their outcomes and the delete
 * stay. Later deliveries that name the user's id keep only their rows. A delivery that names only
 * an address, such as an invitation, stays until retention deletes it. If the app's handler throws,
 * nothing is done.
 */
export const forgetUser = internalMutation({
  args: { clerk_id: v.string() },
  returns: v.object({ state: v.literal('started') }),
  handler: async (ctx, { clerk_id }) => {
    await forgetting.forgetUser(ctx, clerk_id);
    return { state: 'started' as const };
  },
});

/** Continues forgetUser. Only the scheduler calls it. */
export const forgetStep = internalMutation({
  args: { id: v.id('webhookErasures'), phase: erasureFields.phase, cursor: v.int64() },
  returns: v.null(),
  handler: async (ctx, { id, ...at }) => {
    await forgetting.forgetStep(ctx, id, at);
    return null;
  },
});

/**
 * Continues erasures whose next step was lost. A cron calls it every hour; it notes that crons run.
 */
export const resumeErasures = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    const now = Date.now();
    await beat(ctx, now);
    await forgetting.resumeErasures(ctx, now);
    return null;
  },
});

/** Lists the unfinished erasures, the one that has waited longest first. */
export const erasures = internalQuery({
  args: {},
  returns: v.array(
    v.object({
      clerk_id: v.string(),
      phase: erasureFields.phase,
      started_at: v.number(),
      updated_at: v.number(),
    }),
  ),
  handler: async (ctx) => {
    const running = await forgetting.runningErasures(ctx);
    return running.map(({ clerk_id, phase, started_at, updated_at }) => ({
      clerk_id,
      phase,
      started_at,
      updated_at,
    }));
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
    if (mayBeMore) await ctx.scheduler.runAfter(0, functions.prune, {});
    return null;
  },
});
