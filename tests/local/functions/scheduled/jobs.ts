/** Functions that leave a mark when they have run. */
import {
  internalActionGeneric as internalAction,
  internalMutationGeneric as internalMutation,
  makeFunctionReference,
  mutationGeneric as mutation,
  queryGeneric as query,
} from 'convex/server';
import { v } from 'convex/values';

const references = {
  mark: makeFunctionReference<'mutation'>('jobs:mark'),
  fail: makeFunctionReference<'mutation'>('jobs:fail'),
  markByAction: makeFunctionReference<'action'>('jobs:markByAction'),
  markAndHang: makeFunctionReference<'action'>('jobs:markAndHang'),
};

const vName = v.union(
  v.literal('mark'),
  v.literal('fail'),
  v.literal('markByAction'),
  v.literal('markAndHang'),
);

export const mark = internalMutation({
  args: { name: v.string() },
  handler: async (ctx, { name }) => {
    await ctx.db.insert('marks', { name });
  },
});

export const fail = internalMutation({
  args: { name: v.string() },
  handler: async (ctx, { name }) => {
    await ctx.db.insert('marks', { name });
    throw new Error('asked to fail');
  },
});

export const markValue = internalMutation({
  args: { value: v.any() },
  handler: async (ctx, { value }) => {
    await ctx.db.insert('marks', { name: 'value', value });
  },
});

export const markByAction = internalAction({
  args: { name: v.string() },
  handler: async (ctx, { name }) => {
    await ctx.runMutation(references.mark, { name });
  },
});

export const markAndHang = internalAction({
  args: { name: v.string() },
  handler: async (ctx, { name }) => {
    await ctx.runMutation(references.mark, { name });
    await new Promise(() => undefined);
  },
});

export const schedule = mutation({
  args: { function: vName, name: v.string(), delay: v.number() },
  handler: (ctx, args) =>
    ctx.scheduler.runAfter(
      args.delay,
      references[args.function] as never,
      { name: args.name } as never,
    ),
});

export const scheduleAt = mutation({
  args: { time: v.number() },
  handler: (ctx, { time }) => ctx.scheduler.runAt(time, references.mark, { name: 'at' }),
});

export const scheduleValue = mutation({
  args: { value: v.any() },
  handler: (ctx, { value }) =>
    ctx.scheduler.runAfter(0, makeFunctionReference<'mutation'>('jobs:markValue'), { value }),
});

export const markedValue = query({
  args: {},
  handler: async (ctx) => {
    const marks = await ctx.db.query('marks').collect();
    return marks.find(({ name }) => name === 'value')?.['value'] ?? null;
  },
});

/**
 * All are scheduled in one transaction, so that even on a slow machine none is due before all are
 * stored.
 */
export const scheduleAll = mutation({
  args: { delays: v.record(v.string(), v.number()) },
  handler: async (ctx, { delays }) => {
    for (const [name, delay] of Object.entries(delays)) {
      await ctx.scheduler.runAfter(delay, references.mark, { name });
    }
  },
});

export const scheduleAndFail = mutation({
  args: { name: v.string() },
  handler: async (ctx, { name }) => {
    await ctx.scheduler.runAfter(0, references.mark, { name });
    throw new Error('asked to fail');
  },
});

export const scheduleNothing = mutation({
  args: {},
  handler: (ctx) => ctx.scheduler.runAfter(0, makeFunctionReference<'mutation'>('jobs:none'), {}),
});

export const cancel = mutation({
  args: { id: v.id('_scheduled_functions') },
  handler: (ctx, { id }) => ctx.scheduler.cancel(id),
});

export const marks = query({
  args: {},
  handler: async (ctx) => (await ctx.db.query('marks').collect()).map(({ name }) => name as string),
});

export const job = query({
  args: { id: v.id('_scheduled_functions') },
  handler: (ctx, { id }) => ctx.db.system.get('_scheduled_functions', id),
});
