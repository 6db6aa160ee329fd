import {
  actionGeneric as action,
  internalMutationGeneric as internalMutation,
  internalQueryGeneric as internalQuery,
  makeFunctionReference,
  mutationGeneric as mutation,
  paginationOptsValidator,
  queryGeneric as query,
} from 'convex/server';
import { ConvexError, v } from 'convex/values';

const vFields = { channel: v.string(), text: v.string(), rank: v.optional(v.number()) };

const add = makeFunctionReference<'mutation'>('messages:insert');
const failAfterAdding = makeFunctionReference<'mutation'>('messages:insertAndFail');
const setSeqThenFail = makeFunctionReference<'mutation'>('messages:setSeqAndFail');
const countAll = makeFunctionReference<'query'>('messages:count');

export const list = query({
  args: { channel: v.string() },
  handler: (ctx, { channel }) =>
    ctx.db
      .query('messages')
      .withIndex('by_channel', (q) => q.eq('channel', channel))
      .collect(),
});

export const page = query({
  args: { channel: v.string(), paginationOpts: paginationOptsValidator },
  handler: (ctx, { channel, paginationOpts }) =>
    ctx.db
      .query('messages')
      .withIndex('by_channel', (q) => q.eq('channel', channel))
      .paginate(paginationOpts),
});

export const get = query({
  args: { id: v.id('messages') },
  handler: (ctx, { id }) => ctx.db.get('messages', id),
});

export const count = internalQuery({
  args: {},
  handler: async (ctx) => (await ctx.db.query('messages').collect()).length,
});

/** A mutation that writes nothing. */
export const countByMutation = mutation({
  args: {},
  handler: async (ctx) => (await ctx.db.query('messages').collect()).length,
});

export const send = mutation({
  args: vFields,
  returns: v.id('messages'),
  handler: (ctx, fields) => ctx.db.insert('messages', { ...fields, seq: ctx.db.vars.commitTs }),
});

export const edit = mutation({
  args: { id: v.id('messages'), text: v.string() },
  handler: (ctx, { id, text }) => ctx.db.patch('messages', id, { text }),
});

export const remove = mutation({
  args: { id: v.id('messages') },
  handler: (ctx, { id }) => ctx.db.delete('messages', id),
});

export const insert = internalMutation({
  args: vFields,
  handler: (ctx, fields) => ctx.db.insert('messages', fields),
});

export const insertAndFail = internalMutation({
  args: vFields,
  handler: async (ctx, fields) => {
    await ctx.db.insert('messages', fields);
    await ctx.scheduler.runAfter(0, add, { ...fields, text: 'scheduled by what failed' });
    throw new ConvexError({ code: 'refused', limit: 3n });
  },
});

/** Sends a message and catches the error of a nested call, whose own message is undone. */
export const sendAndSurvive = mutation({
  args: { channel: v.string() },
  handler: async (ctx, { channel }) => {
    await ctx.runMutation(add, { channel, text: 'kept' });
    try {
      await ctx.runMutation(failAfterAdding, { channel, text: 'undone' });
    } catch (error) {
      return { caught: error instanceof ConvexError ? error.data : String(error) };
    }
    return { caught: null };
  },
});

export const refuse = mutation({
  args: {},
  handler: () => {
    throw new ConvexError({ code: 'refused', limit: 3n });
  },
});

export const crash = mutation({
  args: { text: v.string() },
  handler: async (ctx, { text }) => {
    await ctx.db.insert('messages', { channel: 'crash', text });
    throw new Error(text);
  },
});

export const sendLater = mutation({
  args: { ...vFields, delay: v.number() },
  handler: (ctx, { delay, ...fields }) => ctx.scheduler.runAfter(delay, add, fields),
});

export const sendByAction = action({
  args: vFields,
  handler: async (ctx, fields): Promise<number> => {
    await ctx.runMutation(add, fields);
    return ctx.runQuery(countAll, {});
  },
});

export const whoAmI = query({
  args: {},
  handler: async (ctx) => (await ctx.auth.getUserIdentity())?.subject ?? null,
});

export const insertUnchecked = mutation({
  args: { fields: v.any() },
  handler: (ctx, { fields }) => ctx.db.insert('messages', fields as never),
});

export const sendAndLie = mutation({
  args: {},
  returns: v.number(),
  handler: (ctx) => ctx.db.insert('messages', { channel: 'a', text: 'x' }) as never,
});

/** Continues after a nested mutation whose result does not match its `returns`. */
export const surviveLie = mutation({
  args: {},
  handler: (ctx) =>
    ctx
      .runMutation(makeFunctionReference<'mutation'>('messages:sendAndLie'), {})
      .catch((error: Error) => error.message),
});

export const sendWhileNestedFails = mutation({
  args: { channel: v.string() },
  handler: async (ctx, { channel }) => {
    await Promise.all([
      ctx.runMutation(failAfterAdding, { channel, text: 'undone' }).catch(() => undefined),
      ctx.db.insert('messages', { channel, text: 'meanwhile' }),
    ]);
  },
});

export const since = query({
  args: { seq: v.int64() },
  handler: (ctx, { seq }) =>
    ctx.db
      .query('messages')
      .withIndex('by_seq', (q) => q.gt('seq', seq))
      .collect(),
});

export const sendAndLook = mutation({
  args: { channel: v.string() },
  handler: async (ctx, { channel }) => {
    const seq = ctx.db.vars.commitTs;
    const id = await ctx.db.insert('messages', { channel, text: 'now', seq });
    const newest = await ctx.db.query('messages').withIndex('by_seq').order('desc').first();
    return { seq: String((await ctx.db.get('messages', id))?.['seq']), newest: newest?.['text'] };
  },
});

/** Looks for its own message by the commit timestamp, while a nested mutation that fails writes one. */
export const findByCommitTs = mutation({
  args: {},
  handler: async (ctx) => {
    const seq = ctx.db.vars.commitTs;
    const id = await ctx.db.insert('messages', { channel: 'a', text: 'own', seq: 1n });
    await ctx.runMutation(setSeqThenFail, { id }).catch(() => null);
    const before = await ctx.db.get('messages', id);
    await ctx.db.patch('messages', id, { seq });
    await ctx.db.patch('messages', id, { text: 'own, twice' });
    const found = await ctx.db
      .query('messages')
      .withIndex('by_seq', (q) => q.gte('seq', seq))
      .collect();
    return { before: String(before?.['seq']), found: found.map(({ text }) => text as string) };
  },
});

export const setSeqAndFail = internalMutation({
  args: { id: v.id('messages') },
  handler: async (ctx, { id }) => {
    await ctx.db.patch('messages', id, { seq: ctx.db.vars.commitTs });
    throw new Error('undone');
  },
});

export const returnSeq = mutation({ args: {}, handler: (ctx) => ctx.db.vars.commitTs });

export const jobs = query({
  args: {},
  handler: async (ctx) =>
    (await ctx.db.system.query('_scheduled_functions').collect()).map(({ name, state }) => ({
      name,
      state: state.kind,
    })),
});

export const move = mutation({
  args: { id: v.id('messages'), channel: v.string() },
  handler: (ctx, { id, channel }) => ctx.db.patch('messages', id, { channel }),
});

export const newest = query({
  args: { count: v.number() },
  handler: (ctx, args) => ctx.db.query('messages').order('desc').take(args.count),
});

export const oldest = query({
  args: { count: v.number() },
  handler: (ctx, args) => ctx.db.query('messages').take(args.count),
});

export const twoPages = query({
  args: {},
  handler: async (ctx) => {
    const options = { numItems: 1, cursor: null };
    await ctx.db.query('messages').paginate(options);
    await ctx.db.query('messages').order('desc').paginate(options);
  },
});

/** Catches the error of the first call, and expects the second to be kept. */
export const sendBigAndGoOn = mutation({
  args: {},
  handler: async (ctx) => {
    const text = 'x'.repeat(900_000);
    await ctx.db.insert('messages', { channel: 'a', text }).catch(() => undefined);
    await ctx.db.insert('messages', { channel: 'a', text: 'small' });
  },
});
