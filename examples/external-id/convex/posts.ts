import { v } from 'convex/values';
import { mutation, query } from './_generated/server';
import { getCurrentUser } from './users';

export const latest = query({
  args: {},
  handler: async (ctx) => await ctx.db.query('posts').order('desc').take(20),
});

export const add = mutation({
  args: { text: v.string() },
  handler: async (ctx, { text }) => {
    const user = await getCurrentUser(ctx);
    if (user === null) throw new Error('Sign in to post.');
    return await ctx.db.insert('posts', { author: user._id, authorName: user.name, text });
  },
});
