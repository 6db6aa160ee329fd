/** Functions that reach Convex's limits. */
import {
  makeFunctionReference,
  mutationGeneric as mutation,
  queryGeneric as query,
} from 'convex/server';
import { ConvexError, v, type Value } from 'convex/values';

const insertReference = makeFunctionReference<'mutation'>('guards:insert');
const insertManyReference = makeFunctionReference<'mutation'>('limits:insertMany');

export const insertFields = mutation({
  args: { count: v.number() },
  handler: async (ctx, { count }) => {
    const names = Array.from({ length: count }, (_, index) => [`f${index}`, index] as const);
    await ctx.db.insert('things', Object.fromEntries(names));
  },
});

export const insertMany = mutation({
  args: { count: v.number(), size: v.number(), fails: v.optional(v.boolean()) },
  handler: async (ctx, { count, size, fails }) => {
    const value = 'x'.repeat(size);
    for (let i = 0; i < count; i++) await ctx.db.insert('many', { value });
    if (fails) throw new Error('asked to fail');
    return ctx.meta.getTransactionMetrics();
  },
});

export const readOneByOne = query({
  args: { count: v.number() },
  handler: async (ctx, { count }) => {
    for (let i = 0; i < count; i++) {
      await ctx.db
        .query('things')
        .withIndex('by_creation_time', (q) => q.eq('_creationTime', i))
        .first();
    }
  },
});

export const readAll = query({
  args: {},
  handler: async (ctx) => {
    await ctx.db.query('many').collect();
    return ctx.meta.getTransactionMetrics();
  },
});

export const pageAll = query({
  args: {},
  handler: async (ctx) => {
    const { page, pageStatus } = await ctx.db
      .query('many')
      .paginate({ numItems: 32_000, cursor: null });
    return { length: page.length, pageStatus: pageStatus ?? null };
  },
});

export const metricsAfterRollback = mutation({
  args: {},
  handler: async (ctx) => {
    await ctx
      .runMutation(insertManyReference, { count: 3, size: 10, fails: true })
      .catch(() => undefined);
    return ctx.meta.getTransactionMetrics();
  },
});

export const tightNested = mutation({
  args: {},
  handler: (ctx) =>
    ctx.runMutation(insertManyReference, { count: 3, size: 1 }, {
      transactionLimits: { documentsWritten: 2 },
    } as never),
});

export const schedule = mutation({
  args: { count: v.number() },
  handler: async (ctx, { count }) => {
    for (let i = 0; i < count; i++)
      await ctx.scheduler.runAfter(60_000, insertReference, { value: i });
  },
});

export const scheduleLarge = mutation({
  args: { count: v.number() },
  handler: async (ctx, { count }) => {
    const value = 'x'.repeat(1_000_000);
    for (let i = 0; i < count; i++)
      await ctx.scheduler.runAfter(60_000, insertReference, { value });
  },
});

export const lengthOf = query({
  args: { text: v.string() },
  handler: (_ctx, { text }) => text.length,
});

export const textOf = query({
  args: { length: v.number() },
  handler: (_ctx, { length }) => 'x'.repeat(length),
});

export const echo = query({
  args: { value: v.any() },
  handler: (_ctx, { value }) => value as Value,
});

export const returnJson = query({
  args: { json: v.string() },
  handler: (_ctx, { json }) => JSON.parse(json) as Value,
});

export const throwJson = query({
  args: { json: v.string() },
  handler: (_ctx, { json }) => {
    throw new ConvexError(JSON.parse(json) as Value);
  },
});

/** Reads of the rows of `insertMany`, by ranges of their creation times. */
export const readRanges = query({
  args: { kind: v.string() },
  handler: async (ctx, { kind }) => {
    const read = (from: number, to: number) =>
      ctx.db
        .query('many')
        .withIndex('by_creation_time', (q) => q.gte('_creationTime', from).lt('_creationTime', to))
        .collect();
    await read(0, 10);
    if (kind === 'twice') await read(0, 10);
    if (kind === 'overlapping') await read(5, 15);
    if (kind === 'apart') await read(20, 30);
    return ctx.meta.getTransactionMetrics();
  },
});

export const pageWithLimits = query({
  args: {
    numItems: v.number(),
    maximumRowsRead: v.optional(v.number()),
    maximumBytesRead: v.optional(v.number()),
  },
  handler: async (ctx, limits) => {
    const options = { cursor: null, ...limits };
    const { page, pageStatus } = await ctx.db.query('many').paginate(options);
    return { length: page.length, pageStatus: pageStatus ?? null };
  },
});
