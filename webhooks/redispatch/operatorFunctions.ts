/** Functions of webhookAudit with which operators re-dispatch. */
import { v } from 'convex/values';
import { operatorMutation, operatorQuery } from '../access/access.ts';
import { functions } from '../functions.ts';
import { vBatch } from '../shared/batch.ts';
import { vManyPreviews, vPreview } from '../shared/preview.ts';
import { vSelection } from '../shared/selection.ts';
import { endBatch, getBatch, shownBatch, start } from './batches.ts';
import { MAX_PART, previewSelection } from './previewSelection.ts';
import { vRedispatched, type Redispatched } from './redispatch.ts';
import { previewRedispatch } from './rehearse.ts';

const NEWEST = 50;

const sendArgs = {
  id: v.id('webhookAudit'),
  /** Replaces the recorded body. */
  body: v.optional(v.string()),
  /** Sends the event even if it is stale or its subject deleted. */
  force: v.optional(v.boolean()),
};

/**
 * Rehearses the re-dispatch of a delivery, perhaps edited, by the app's own handler. Nothing is kept.
 * Throws what `redispatch` would throw.
 */
export const preview = operatorMutation({
  role: 'redispatcher',
  args: sendArgs,
  returns: vPreview,
  handler: async (ctx, request) => await previewRedispatch(ctx, request),
});

/**
 * Rehearses a part of a selection: all events of some subjects, in order. Call it again with the
 * `next` that it returned until that is null. If a call runs out of time, ask again with half as
 * many events as `most`. Nothing is kept.
 */
export const previewMany = operatorMutation({
  role: 'redispatcher',
  args: {
    selection: vSelection,
    force: v.optional(v.boolean()),
    next: v.optional(v.union(v.string(), v.null())),
    most: v.optional(v.number()),
  },
  returns: vManyPreviews,
  handler: async (ctx, { selection, force = false, next = null, most = MAX_PART }) =>
    await previewSelection(ctx, { selection, force, next, most }),
});

/**
 * Sends one delivery again, perhaps edited. Returns the id of the new audit row. The same
 * `idempotency_key` never sends twice: it returns the first result. Throws `not_found` when the
 * payload is no longer kept, `bad_request` for a body or a key that is not accepted, `needs_force`
 * for a body that is accepted only with `force`.
 */
export const redispatch = operatorMutation({
  role: 'redispatcher',
  args: { ...sendArgs, note: v.optional(v.string()), idempotency_key: v.string() },
  returns: vRedispatched,
  handler: async (ctx, request): Promise<Redispatched> =>
    await ctx.runMutation(functions.redispatch, { ...request, by: ctx.operator.name }),
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
  returns: v.id('webhookBatches'),
  handler: async (ctx, request) => await start(ctx, ctx.operator, request),
});

/** One batch, with its progress. Throws `not_found`. */
export const batch = operatorQuery({
  role: 'viewer',
  args: { id: v.id('webhookBatches') },
  returns: vBatch,
  handler: async (ctx, { id }) => shownBatch(ctx.operator, await getBatch(ctx, id)),
});

/** The newest 50 batches. */
export const batches = operatorQuery({
  role: 'viewer',
  args: {},
  returns: v.array(vBatch),
  handler: async (ctx) => {
    const newest = await ctx.db.query('webhookBatches').order('desc').take(NEWEST);
    return newest.map((one) => shownBatch(ctx.operator, one));
  },
});

/** Stops a batch before its next event. What it did stays. Throws `not_found`. */
export const cancelBatch = operatorMutation({
  role: 'redispatcher',
  args: { id: v.id('webhookBatches') },
  returns: vBatch,
  handler: async (ctx, { id }) => {
    await endBatch(ctx, id, `Cancelled by ${ctx.operator.name}.`);
    return shownBatch(ctx.operator, await getBatch(ctx, id));
  },
});
