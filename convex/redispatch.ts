import { v } from 'convex/values';
import { internal } from './_generated/api.js';
import { internalMutation } from './_generated/server.js';
import { operatorMutation, operatorQuery } from './model/access.ts';
import { endBatch, getBatch, resumeStuck, shownBatch, start, step } from './model/batches.ts';
import { previewSelection } from './model/previewSelection.ts';
import { previewRedispatch, vRedispatched, type Redispatched } from './model/redispatch.ts';
import { vBatch } from './shared/batch.ts';
import { vManyPreviews, vPreview } from './shared/preview.ts';
import { vSelection } from './shared/selection.ts';

const NEWEST = 50;

/**
 * What re-dispatching this delivery, perhaps edited, would do now. Writes nothing. Throws what `run`
 * would throw, but for an edited time too far ahead: queries read no clock.
 */
export const preview = operatorQuery({
  role: 'redispatcher',
  args: { id: v.id('webhookAudit'), body: v.optional(v.string()), force: v.optional(v.boolean()) },
  returns: vPreview,
  handler: async (ctx, request) => await previewRedispatch(ctx, request),
});

/**
 * What re-dispatching a selection would do now, plans folded in order, at most 4 MiB read a call.
 * Go on with the `next` and `state` that it returned until `done`; `more` beside it says that over
 * 1,000 users would change and the counts are "at least". Writes nothing.
 */
export const previewMany = operatorQuery({
  role: 'redispatcher',
  args: {
    selection: vSelection,
    force: v.optional(v.boolean()),
    next: v.optional(v.union(v.string(), v.null())),
    state: v.optional(v.union(v.string(), v.null())),
  },
  returns: vManyPreviews,
  handler: async (ctx, { selection, force, next, state }) =>
    await previewSelection(ctx, {
      selection,
      force: force ?? false,
      next: next ?? null,
      state: state ?? null,
    }),
});

/**
 * Sends one delivery again, perhaps edited. Returns the id of the new audit row. Throws `not_found`
 * when its payload is no longer kept, `bad_request` for an edited body that cannot be sent.
 */
export const run = operatorMutation({
  role: 'redispatcher',
  args: {
    id: v.id('webhookAudit'),
    body: v.optional(v.string()),
    force: v.optional(v.boolean()),
    note: v.optional(v.string()),
  },
  returns: vRedispatched,
  handler: async (ctx, request): Promise<Redispatched> =>
    await ctx.runMutation(internal.admin.redispatch, { ...request, by: ctx.operator.name }),
});

/** Starts re-dispatching a selection, one event a transaction. The same `key` gives the same batch. */
export const startBatch = operatorMutation({
  role: 'redispatcher',
  args: {
    key: v.string(),
    selection: vSelection,
    force: v.optional(v.boolean()),
    note: v.optional(v.string()),
  },
  returns: v.id('redispatchBatches'),
  handler: async (ctx, request) => await start(ctx, ctx.operator, request),
});

/** One batch, with its progress. Throws `not_found`. */
export const batch = operatorQuery({
  role: 'viewer',
  args: { id: v.id('redispatchBatches') },
  returns: vBatch,
  handler: async (ctx, { id }) => shownBatch(ctx.operator, await getBatch(ctx, id)),
});

/** The newest 50 batches. */
export const batches = operatorQuery({
  role: 'viewer',
  args: {},
  returns: v.array(vBatch),
  handler: async (ctx) => {
    const newest = await ctx.db.query('redispatchBatches').order('desc').take(NEWEST);
    return newest.map((one) => shownBatch(ctx.operator, one));
  },
});

/** Stops a batch before its next event. What it did stays. Throws `not_found`. */
export const cancelBatch = operatorMutation({
  role: 'redispatcher',
  args: { id: v.id('redispatchBatches') },
  returns: vBatch,
  handler: async (ctx, { id }) => {
    await endBatch(ctx, id, `Cancelled by ${ctx.operator.name}.`);
    return shownBatch(ctx.operator, await getBatch(ctx, id));
  },
});

/** Sends a batch's next event. Only the scheduler calls it. */
export const stepBatch = internalMutation({
  args: { id: v.id('redispatchBatches'), cursor: v.int64() },
  returns: v.null(),
  handler: async (ctx, { id, cursor }) => {
    await step(ctx, id, cursor);
    return null;
  },
});

/** Goes on with batches whose next step was lost. Called by a cron. */
export const resumeBatches = internalMutation({
  args: {},
  returns: v.null(),
  handler: async (ctx) => {
    await resumeStuck(ctx, Date.now());
    return null;
  },
});
