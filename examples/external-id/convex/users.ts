import { v } from 'convex/values';
import { recorded } from 'webhook-devtools-for-convex';
import {
  internalMutation as rawInternalMutation,
  query,
  type MutationCtx,
  type QueryCtx,
} from './_generated/server';
import type { Doc } from './_generated/dataModel';

const internalMutation = recorded(rawInternalMutation);

export const current = query({
  args: {},
  handler: async (ctx) => await getCurrentUser(ctx),
});

export const upsertFromClerk = internalMutation({
  args: { data: v.any() }, // Signed by Clerk.
  handler: async (ctx, { data }) => {
    const name: string = [data.first_name, data.last_name].filter(Boolean).join(' ') || 'No name';
    const user = await userByExternalId(ctx, data.id);
    if (user === null) {
      await ctx.db.insert('users', { name, externalId: data.id });
      return;
    }
    await ctx.db.patch('users', user._id, { name });
    if (user.name === name) return;
    for await (const post of postsOf(ctx, user)) {
      await ctx.db.patch('posts', post._id, { authorName: name });
    }
  },
});

export const deleteFromClerk = internalMutation({
  args: { externalId: v.string() },
  handler: async (ctx, { externalId }) => {
    const user = await userByExternalId(ctx, externalId);
    if (user === null) return;
    for await (const post of postsOf(ctx, user)) await ctx.db.delete('posts', post._id);
    await ctx.db.delete('users', user._id);
  },
});

export async function getCurrentUser(ctx: QueryCtx) {
  const identity = await ctx.auth.getUserIdentity();
  return identity === null ? null : await userByExternalId(ctx, identity.subject);
}

async function userByExternalId(ctx: QueryCtx, externalId: string) {
  return await ctx.db
    .query('users')
    .withIndex('byExternalId', (q) => q.eq('externalId', externalId))
    .unique();
}

function postsOf(ctx: MutationCtx, user: Doc<'users'>) {
  return ctx.db.query('posts').withIndex('byAuthor', (q) => q.eq('author', user._id));
}
