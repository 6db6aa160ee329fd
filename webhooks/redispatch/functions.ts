/** Functions of webhookAdmin that re-dispatch. */
import { v } from 'convex/values';
import { internalMutation } from '../builders.ts';
import { resumeStuck, step } from './batches.ts';
import { redispatch as sendAgain, vRedispatched } from './redispatch.ts';
import { rehearseAndUndo } from './rehearse.ts';

const sendArgs = {
  id: v.id('webhookAudit'),
  body: v.optional(v.string()),
  force: v.optional(v.boolean()),
};

/** Applies a recorded delivery again, the same way as receiving it, and records that as a new row. */
export const redispatch = internalMutation({
  args: {
    ...sendArgs,
    by: v.string(),
    note: v.optional(v.string()),
    batch: v.optional(v.id('webhookBatches')),
    idempotency_key: v.optional(v.string()),
  },
  returns: vRedispatched,
  handler: async (ctx, request) => await sendAgain(ctx, request),
});

/** Sends events and throws their effects, which undoes them. Only previews call it. */
export const rehearse = internalMutation({
  args: { requests: v.array(v.object(sendArgs)) },
  returns: v.null(),
  handler: async (ctx, { requests }) => await rehearseAndUndo(ctx, requests),
});

/** Sends a batch's next event. Only the scheduler calls it. */
export const stepBatch = internalMutation({
  args: { id: v.id('webhookBatches'), cursor: v.int64() },
  returns: v.null(),
  handler: async (ctx, { id, cursor }) => {
    await step(ctx, id, cursor);
    return null;
  },
});

/** Resumes batches whose next step was lost. Called by a cron. */
export const resumeBatches = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    await resumeStuck(ctx, Date.now());
    return null;
  },
});
