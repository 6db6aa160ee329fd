import { v } from 'convex/values';
import { recorded } from 'webhook-devtools-for-convex';
import { internalMutation as rawInternalMutation, query, type QueryCtx } from './_generated/server';
import { roles } from './schema';

const internalMutation = recorded(rawInternalMutation);

export const me = query({
  args: {},
  handler: async (ctx) => {
    const identity = await ctx.auth.getUserIdentity();
    return identity === null ? null : await findUser(ctx, identity.tokenIdentifier);
  },
});

const profile = {
  tokenIdentifier: v.string(),
  name: v.optional(v.string()),
  image: v.optional(v.string()),
};

export const createUser = internalMutation({
  args: profile,
  handler: async (ctx, args) => {
    const user = await findUser(ctx, args.tokenIdentifier);
    if (user === null) await ctx.db.insert('users', { ...args, orgIds: [] });
    else await ctx.db.patch('users', user._id, args);
  },
});

export const updateUser = internalMutation({
  args: profile,
  handler: async (ctx, args) => {
    const user = await getUser(ctx, args.tokenIdentifier);
    await ctx.db.patch('users', user._id, { name: args.name, image: args.image });
  },
});

export const deleteUser = internalMutation({
  args: { tokenIdentifier: v.string() },
  handler: async (ctx, { tokenIdentifier }) => {
    const user = await findUser(ctx, tokenIdentifier);
    if (user === null) return;
    const files = ctx.db.query('files').withIndex('by_userId', (q) => q.eq('userId', user._id));
    for await (const file of files) {
      await ctx.db.patch('files', file._id, { shouldDelete: true });
    }
    await ctx.db.delete('users', user._id);
  },
});

/** Adds the organization, or changes the role in it. */
export const setOrg = internalMutation({
  args: { tokenIdentifier: v.string(), orgId: v.string(), role: roles },
  handler: async (ctx, { tokenIdentifier, orgId, role }) => {
    const user = await getUser(ctx, tokenIdentifier);
    const orgIds = [...user.orgIds];
    const place = orgIds.findIndex((org) => org.orgId === orgId);
    orgIds.splice(place === -1 ? orgIds.length : place, 1, { orgId, role });
    await ctx.db.patch('users', user._id, { orgIds });
  },
});

export const removeOrg = internalMutation({
  args: { tokenIdentifier: v.string(), orgId: v.string() },
  handler: async (ctx, { tokenIdentifier, orgId }) => {
    // Clerk deletes memberships together with their user.
    const user = await findUser(ctx, tokenIdentifier);
    if (user === null) return;
    const orgIds = user.orgIds.filter((org) => org.orgId !== orgId);
    await ctx.db.patch('users', user._id, { orgIds });
  },
});

export async function getUser(ctx: QueryCtx, tokenIdentifier: string) {
  const user = await findUser(ctx, tokenIdentifier);
  if (user === null) throw new Error('There is no user with this token identifier yet.');
  return user;
}

async function findUser(ctx: QueryCtx, tokenIdentifier: string) {
  return await ctx.db
    .query('users')
    .withIndex('by_tokenIdentifier', (q) => q.eq('tokenIdentifier', tokenIdentifier))
    .unique();
}
