/** The database's part of admin.reconcile. Nothing else calls these. */
import { v } from 'convex/values';
import { internalMutation, internalQuery } from './_generated/server.js';
import {
  compareUsers,
  getRun,
  mend as mendUser,
  note,
  reportOf,
  startRun,
  unseenRows,
} from './model/reconciliations.ts';
import { vFinding, vReconciliation } from './shared/reconciliation.ts';
import { vUserUpsert } from './shared/userEvent.ts';

const vRun = v.id('reconciliations');
const vRow = v.object({ clerk_created_at: v.number(), clerk_id: v.string() });

/** Stores a run that has compared nothing yet. */
export const start = internalMutation({
  args: { apply: v.boolean() },
  returns: vRun,
  handler: async (ctx, { apply }) => await startRun(ctx, apply),
});

/** Where the run is. Throws when there is no such run. */
export const position = internalQuery({
  args: { run: vRun },
  returns: v.object({ offset: v.number(), recent: v.array(v.string()) }),
  handler: async (ctx, { run }) => {
    const { offset, recent } = await getRun(ctx, run);
    return { offset, recent };
  },
});

/** How these users of Clerk differ from the rows here. */
export const compare = internalQuery({
  args: { users: v.array(vUserUpsert) },
  returns: v.array(vFinding),
  handler: async (ctx, { users }) => await compareUsers(ctx, users),
});

/** Rows older than the run whose users Clerk's last pages did not have. */
export const unseen = internalQuery({
  args: { run: vRun, until: v.union(v.number(), v.null()) },
  returns: v.object({
    unseen: v.array(vRow),
    last: v.union(vRow, v.null()),
    done: v.boolean(),
  }),
  handler: async (ctx, { run, until }) => await unseenRows(ctx, await getRun(ctx, run), until),
});

/** Brings one user up to date, as one audit row. */
export const mend = internalMutation({
  args: { run: vRun, found: vFinding, body: v.string() },
  returns: v.null(),
  handler: async (ctx, { run, found, body }) => {
    await mendUser(ctx, await getRun(ctx, run), found, body);
    return null;
  },
});

/** Stores what a part of the run found, and where the next part begins. */
export const advance = internalMutation({
  args: {
    run: vRun,
    findings: v.array(vFinding),
    seen: v.array(v.string()),
    offset: v.optional(v.number()),
    row: v.optional(vRow),
  },
  returns: v.null(),
  handler: async (ctx, { run, ...progress }) => {
    await note(ctx, await getRun(ctx, run), progress);
    return null;
  },
});

/** Ends the run, or sets it going again. Returns its report. Throws when there is no such run. */
export const setState = internalMutation({
  args: {
    run: vRun,
    state: v.union(v.literal('running'), v.literal('done'), v.literal('failed')),
    error: v.optional(v.string()),
  },
  returns: vReconciliation,
  handler: async (ctx, { run, state, error }) => {
    const before = await getRun(ctx, run);
    const changed = { state, error, updated_at: Date.now() };
    await ctx.db.patch('reconciliations', run, changed);
    return reportOf({ ...before, ...changed });
  },
});
