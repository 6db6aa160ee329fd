/** Writes in halves, so that a torn one would show. */
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

/** Scheduled by some writes: it may be cut off, and then must not begin again. */
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

/** Scheduled by each write: its mark must be there exactly once. */
export const settle = internalMutation({
  args: { key: v.string() },
  handler: async (ctx, { key }) => {
    await ctx.db.insert('settled', { key });
  },
});

/** Run by a cron job: at its interval, however often the process is killed. */
export const tick = internalMutation({
  args: {},
  handler: async (ctx) => {
    await ctx.db.insert('ticks', { key: '' });
  },
});

/** The ticks that have run: when each was due, in milliseconds since 1970, and the marks they left. */
export const ticks = query({
  args: {},
  handler: async (ctx) => {
    const jobs = await ctx.db.system.query('_scheduled_functions').collect();
    const done = jobs.filter(
      ({ name, state }) => name === 'ledger.js:tick' && state.kind === 'success',
    );
    return {
      times: done.map(({ scheduledTime }) => scheduledTime),
      marks: (await ctx.db.query('ticks').collect()).length,
    };
  },
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
