import { ConvexError, v } from 'convex/values';
import { internalMutation, mutation, query, type QueryCtx } from './_generated/server';
import { getUser } from './users';

export const list = query({
  args: { orgId: v.string() },
  handler: async (ctx, { orgId }) => {
    await memberOf(ctx, orgId);
    return await ctx.db
      .query('files')
      .withIndex('by_orgId', (q) => q.eq('orgId', orgId))
      .take(100);
  },
});

export const add = mutation({
  args: { name: v.string(), orgId: v.string() },
  handler: async (ctx, { name, orgId }) => {
    const user = await memberOf(ctx, orgId);
    return await ctx.db.insert('files', { name, orgId, userId: user._id });
  },
});

export const deleteMarked = internalMutation({
  args: {},
  handler: async (ctx) => {
    const marked = await ctx.db
      .query('files')
      .withIndex('by_shouldDelete', (q) => q.eq('shouldDelete', true))
      .take(1000);
    for (const file of marked) await ctx.db.delete('files', file._id);
  },
});

async function memberOf(ctx: QueryCtx, orgId: string) {
  const identity = await ctx.auth.getUserIdentity();
  if (identity === null) throw new ConvexError('Sign in first.');
  const user = await getUser(ctx, identity.tokenIdentifier);
  if (!user.orgIds.some((org) => org.orgId === orgId)) {
    throw new ConvexError('You are not a member of this organization.');
  }
  return user;
}
