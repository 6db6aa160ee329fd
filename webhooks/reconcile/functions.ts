/** Functions of webhookAdmin that compare Clerk's users with the app's. */
import { v } from 'convex/values';
import { internalAction, internalMutation, internalQuery } from '../builders.ts';
import { functions } from '../functions.ts';
import {
  vFinding,
  vReconciliation,
  vReconciliationPhase,
  type Reconciliation,
} from '../shared/reconciliation.ts';
import { PAGE } from './clerkApi.ts';
import { advance } from './progress.ts';
import * as record from './record.ts';
import { getRun, reportOf } from './record.ts';
import { reconcile as reconcileUsers } from './run.ts';

const vRun = v.id('webhookReconciliations');

/**
 * Compares all users of Clerk's Backend API (CLERK_SECRET_KEY) with what the app's handler would
 * make of them, and reports what differs. With `apply`, it mends each difference by a delivery of
 * its own. More than 10 users, or more than 5 % of all, are removed only when `remove` is their
 * exact number; 0 keeps all. With `run`, it continues a run that failed or was cut off.
 *
 * @throws for `apply` together with `run`, and when there is no such run.
 */
export const reconcile = internalAction({
  args: {
    apply: v.optional(v.boolean()),
    remove: v.optional(v.number()),
    run: v.optional(vRun),
  },
  returns: vReconciliation,
  handler: async (ctx, { apply, remove, run }): Promise<Reconciliation> => {
    if (run === undefined) {
      const args = { apply: apply ?? false, remove };
      return await reconcileUsers(ctx, await ctx.runMutation(functions.startReconciliation, args));
    }
    if (apply !== undefined) {
      throw new Error(
        'A run keeps its own `apply`. Leave it out, or start a new run without `run`.',
      );
    }
    if (remove !== undefined) {
      await ctx.runMutation(functions.setReconciliationRemoval, { run, remove });
    }
    return await reconcileUsers(ctx, run);
  },
});

/** Reports of the newest 10 reconciliations, the newest first. */
export const reconciliations = internalQuery({
  args: {},
  returns: v.array(vReconciliation),
  handler: async (ctx) => {
    const runs = await ctx.db.query('webhookReconciliations').order('desc').take(10);
    return runs.map(reportOf);
  },
});

/** Stores a run that has compared nothing yet. */
export const startReconciliation = internalMutation({
  args: { apply: v.boolean(), remove: v.optional(v.number()) },
  returns: vRun,
  handler: async (ctx, args) => await record.startRun(ctx, args),
});

/** Sets how many rows a run is to remove. Throws when it only reports, or when there is no such run. */
export const setReconciliationRemoval = internalMutation({
  args: { run: vRun, remove: v.number() },
  returns: v.null(),
  handler: async (ctx, { run, remove }) => {
    await record.setRemove(ctx, await getRun(ctx, run), remove);
    return null;
  },
});

/** Where the run is. Throws when there is no such run. */
export const reconciliationPosition = internalQuery({
  args: { run: vRun },
  returns: v.object({
    apply: v.boolean(),
    phase: vReconciliationPhase,
    recent: v.array(v.string()),
    rows: v.number(),
    extra: v.number(),
    removed: v.number(),
    remove: v.optional(v.number()),
  }),
  handler: async (ctx, { run }) => record.positionOf(await getRun(ctx, run)),
});

/** The next page of rows of the app's users table. */
export const nextUserRows = internalQuery({
  args: { run: vRun },
  returns: v.object({
    rows: v.array(v.object({ clerk_id: v.string(), value: v.string() })),
    last: v.union(v.string(), v.null()),
  }),
  handler: async (ctx, { run }) => await record.nextRows(ctx, await getRun(ctx, run), PAGE),
});

/**
 * Runs the handler to see how these users of Clerk differ from the rows here, and throws the
 * findings, so that its writes are undone.
 */
export const compareUsers = internalMutation({
  args: { run: vRun, bodies: v.array(v.string()) },
  returns: v.null(),
  handler: async (ctx, { run, bodies }) =>
    await record.compareUsers(ctx, await getRun(ctx, run), bodies),
});

/** Brings one user up to date, as one delivery. Null when a webhook came first. */
export const mendUser = internalMutation({
  args: { run: vRun, found: vFinding, body: v.string() },
  returns: v.union(vFinding, v.null()),
  handler: async (ctx, { run, found, body }) =>
    await record.mend(ctx, await getRun(ctx, run), found, body),
});

/** Removes one user, as one delivery. */
export const removeUser = internalMutation({
  args: { run: vRun, clerk_id: v.string(), body: v.string() },
  returns: v.null(),
  handler: async (ctx, { run, clerk_id, body }) => {
    await record.remove(ctx, await getRun(ctx, run), clerk_id, body);
    return null;
  },
});

/** Stores what a page of the run found, and where the next page begins. */
export const advanceReconciliation = internalMutation({
  args: {
    run: vRun,
    findings: v.optional(v.array(vFinding)),
    rows: v.optional(v.number()),
    compared: v.optional(v.number()),
    phase: v.optional(vReconciliationPhase),
    row: v.optional(v.string()),
    recent: v.optional(v.array(v.string())),
  },
  returns: v.null(),
  handler: async (ctx, { run, ...progress }) => {
    await advance(ctx, await getRun(ctx, run), progress);
    return null;
  },
});

/** Ends or resumes the run. Returns its report. Throws when there is no such run. */
export const setReconciliationState = internalMutation({
  args: {
    run: vRun,
    state: v.union(v.literal('running'), v.literal('done'), v.literal('failed')),
    error: v.optional(v.string()),
  },
  returns: vReconciliation,
  handler: async (ctx, { run, state, error }) => {
    const before = await getRun(ctx, run);
    const changed = { state, error, updated_at: Date.now() };
    await ctx.db.patch('webhookReconciliations', run, changed);
    return reportOf({ ...before, ...changed });
  },
});
