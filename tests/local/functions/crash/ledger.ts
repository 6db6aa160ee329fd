/** Writes in halves, so that a torn one would show. */
import {
  internalMutationGeneric as internalMutation,
  makeFunctionReference,
  mutationGeneric as mutation,
  queryGeneric as query,
} from 'convex/server';
import { v } from 'convex/values';

export const write = mutation({
  args: { key: v.string() },
  handler: async (ctx, { key }) => {
    await ctx.db.insert('debits', { key });
    await ctx.scheduler.runAfter(0, makeFunctionReference<'mutation'>('ledger:settle'), { key });
    await ctx.db.insert('credits', { key });
  },
});

/** Scheduled by each write: its mark must be there exactly once. */
export const settle = internalMutation({
  args: { key: v.string() },
  handler: async (ctx, { key }) => {
    await ctx.db.insert('settled', { key });
  },
});

export const keys = query({
  args: { table: v.string() },
  handler: async (ctx, { table }) =>
    (await ctx.db.query(table as 'debits').collect()).map(({ key }) => key as string),
});

export const pending = query({
  args: {},
  handler: async (ctx) =>
    (await ctx.db.system.query('_scheduled_functions').collect()).filter(
      ({ state }) => state.kind === 'pending',
    ).length,
});
