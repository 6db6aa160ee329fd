/** Each write has two halves, so that a torn write is noticed. */
import {
  internalActionGeneric as internalAction,
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
    if (key.endsWith('0')) {
      await ctx.scheduler.runAfter(0, makeFunctionReference<'action'>('ledger:act'), { key });
    }
    await ctx.db.insert('credits', { key });
  },
});

const markReference = makeFunctionReference<'mutation'>('ledger:mark');

/** An action that some writes schedule. It must not run again after an interruption. */
export const act = internalAction({
  args: { key: v.string() },
  handler: async (ctx, { key }) => {
    await ctx.runMutation(markReference, { table: 'begun', key });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await ctx.runMutation(markReference, { table: 'ended', key });
  },
});

export const mark = internalMutation({
  args: { table: v.string(), key: v.string() },
  handler: async (ctx, { table, key }) => {
    await ctx.db.insert(table as 'begun', { key });
  },
});

/** A mutation that each write schedules. It must leave its mark exactly once. */
export const settle = internalMutation({
  args: { key: v.string() },
  handler: async (ctx, { key }) => {
    await ctx.db.insert('settled', { key });
  },
});

/** A cron job runs this mutation at its interval, however often the process is killed. */
export const tick = internalMutation({
  args: {},
  handler: async (ctx) => {
    await ctx.db.insert('ticks', { key: '' });
  },
});

/** How often the cron job has run. */
export const ticks = query({
  args: {},
  handler: async (ctx) => (await ctx.db.query('ticks').collect()).length,
});

export const keys = query({
  args: { table: v.string() },
  handler: async (ctx, { table }) =>
    (await ctx.db.query(table as 'debits').collect()).map(({ key }) => key as string),
});

/** The states of all jobs, by the name of their function. */
export const jobs = query({
  args: {},
  handler: async (ctx) =>
    (await ctx.db.system.query('_scheduled_functions').collect()).map(
      ({ name, state }) => `${name} ${state.kind}`,
    ),
});
