import { v } from 'convex/values';
import { internal } from './_generated/api.js';
import type { Id } from './_generated/dataModel.js';
import { internalAction, internalMutation, internalQuery } from './_generated/server.js';
import { hashAccessKey, newAccessKey } from './model/accessKey.ts';
import * as forgetting from './model/forgetUser.ts';
import * as redispatching from './model/redispatch.ts';
import { reconcile as reconcileUsers } from './model/reconcile.ts';
import { reportOf } from './model/reconciliations.ts';
import { vRole } from './shared/operator.ts';
import { vReconciliation, type Reconciliation } from './shared/reconciliation.ts';

/** Applies a recorded delivery again, the same way as receiving it, and records that as a new row. */
export const redispatch = internalMutation({
  args: {
    id: v.id('webhookAudit'),
    by: v.string(),
    body: v.optional(v.string()),
    force: v.optional(v.boolean()),
    note: v.optional(v.string()),
    batch: v.optional(v.id('redispatchBatches')),
  },
  returns: redispatching.vRedispatched,
  handler: async (ctx, request) => await redispatching.redispatch(ctx, request),
});

/**
 * Makes an access key and prints it once; only its hash is stored. An action, since mutations have
 * no secure randomness.
 */
export const issueAccessKey = internalAction({
  args: { name: v.string(), role: vRole },
  returns: v.object({ id: v.id('operators'), accessKey: v.string() }),
  handler: async (ctx, { name, role }): Promise<{ id: Id<'operators'>; accessKey: string }> => {
    const accessKey = newAccessKey();
    const key_hash = await hashAccessKey(accessKey);
    const id = await ctx.runMutation(internal.admin.storeAccessKey, { name, role, key_hash });
    return { id, accessKey };
  },
});

/** Only for issueAccessKey. Throws when the name is empty: audit rows would name nobody. */
export const storeAccessKey = internalMutation({
  args: { name: v.string(), role: vRole, key_hash: v.string() },
  returns: v.id('operators'),
  handler: async (ctx, { name, role, key_hash }) => {
    const trimmed = name.trim();
    if (trimmed === '') throw new Error('`name` is empty. Name the person or the device.');
    return await ctx.db.insert('operators', {
      name: trimmed,
      role,
      key_hash,
      created_at: Date.now(),
    });
  },
});

/** Ends an access key at once, its open subscriptions too. A revoked one stays revoked since then. */
export const revokeAccessKey = internalMutation({
  args: { id: v.id('operators') },
  returns: v.null(),
  handler: async (ctx, { id }) => {
    const operator = await ctx.db.get('operators', id);
    if (operator === null) throw new Error('No such access key. See admin:listAccessKeys.');
    if (operator.revoked_at === undefined) {
      await ctx.db.patch('operators', id, { revoked_at: Date.now() });
    }
    return null;
  },
});

/** All access keys, without their hashes. */
export const listAccessKeys = internalQuery({
  args: {},
  returns: v.array(
    v.object({
      id: v.id('operators'),
      name: v.string(),
      role: vRole,
      created_at: v.number(),
      revoked_at: v.union(v.number(), v.null()),
    }),
  ),
  handler: async (ctx) => {
    const operators = await ctx.db.query('operators').order('desc').collect();
    return operators.map(({ _id: id, name, role, created_at, revoked_at = null }) => ({
      id,
      name,
      role,
      created_at,
      revoked_at,
    }));
  },
});

/**
 * Removes a user and all that deliveries tell of this person, in bounded transactions; rows, their
 * outcomes and a tombstone stay. Of late deliveries that name the user by id only rows are kept; one
 * that knows the person by an address alone, such as an invitation, stays until retention: to tell it,
 * the address would have to be kept. What the app's onUserChange throws stops it before it begins.
 */
export const forgetUser = internalMutation({
  args: { clerk_id: v.string() },
  returns: v.null(),
  handler: async (ctx, { clerk_id }) => {
    await forgetting.forgetUser(ctx, clerk_id);
    return null;
  },
});

/** Goes on with forgetUser. Only the scheduler calls it. */
export const forgetStep = internalMutation({
  args: { id: v.id('erasures') },
  returns: v.null(),
  handler: async (ctx, { id }) => {
    await forgetting.forgetStep(ctx, id);
    return null;
  },
});

/**
 * Compares all users of Clerk's Backend API (CLERK_SECRET_KEY) with `users` and reports what differs;
 * with `apply`, mends it, each change an audit row of source `reconcile`. With `run`, goes on with a
 * run that failed or was cut off.
 */
export const reconcile = internalAction({
  args: { apply: v.optional(v.boolean()), run: v.optional(v.id('reconciliations')) },
  returns: vReconciliation,
  handler: async (ctx, { apply, run }): Promise<Reconciliation> =>
    await reconcileUsers(
      ctx,
      run ?? (await ctx.runMutation(internal.reconciliations.start, { apply: apply ?? false })),
    ),
});

/** Reports of the newest 10 reconciliations, the newest first. */
export const reconciliations = internalQuery({
  args: {},
  returns: v.array(vReconciliation),
  handler: async (ctx) => {
    const runs = await ctx.db.query('reconciliations').order('desc').take(10);
    return runs.map(reportOf);
  },
});
