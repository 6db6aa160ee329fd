import { ConvexError, v } from 'convex/values';
import { internalMutation, query } from './_generated/server.js';
import { operatorQuery, type Operator } from './model/access.ts';
import { pageLimit } from './model/pageLimit.ts';
import { findUsers, listUsers } from './model/userList.ts';
import { applyUserEvent, getTombstone, getUser, tombstoneOf, userRowOf } from './model/users.ts';
import { maskUser } from './shared/masking.ts';
import { vUserDelete, vUserUpsert } from './shared/userEvent.ts';
import { vUserChangeResult } from './shared/userChange.ts';
import { vTombstone, vUserRow, type UserRow } from './shared/userRow.ts';

/** The signed-in user's own row: null unless the identity's subject is `clerk_id`. */
export const getUserByClerkId = query({
  args: { clerk_id: v.string() },
  returns: v.union(vUserRow, v.null()),
  handler: async (ctx, { clerk_id }) => {
    const identity = await ctx.auth.getUserIdentity();
    if (identity?.subject !== clerk_id) return null;
    const user = await getUser(ctx, clerk_id);
    return user && userRowOf(user);
  },
});

/** Users, newest first. `search` is a prefix of `clerk_id`, or for redispatchers of the e-mail. */
export const list = operatorQuery({
  role: 'viewer',
  args: {
    search: v.optional(v.string()),
    cursor: v.optional(v.union(v.string(), v.null())),
    limit: v.optional(v.number()),
  },
  returns: v.object({
    users: v.array(vUserRow),
    cursor: v.union(v.string(), v.null()),
    done: v.boolean(),
  }),
  handler: async (ctx, { search, cursor, limit }) => {
    const at = { cursor: cursor ?? null, limit: pageLimit(limit) };
    const mayFindByEmail = ctx.operator.role === 'redispatcher';
    const page = search
      ? await findUsers(ctx, { ...at, search, mayFindByEmail })
      : await listUsers(ctx, at);
    return { ...page, users: page.users.map((user) => shownUser(ctx.operator, user)) };
  },
});

/** One user as it is now, and whether Clerk deleted it. */
export const get = operatorQuery({
  role: 'viewer',
  args: { clerk_id: v.string() },
  returns: v.object({
    user: v.union(vUserRow, v.null()),
    tombstone: v.union(vTombstone, v.null()),
  }),
  handler: async (ctx, { clerk_id }) => {
    const user = await getUser(ctx, clerk_id);
    const tombstone = await getTombstone(ctx, clerk_id);
    return {
      user: user && shownUser(ctx.operator, userRowOf(user)),
      tombstone: tombstone && tombstoneOf(tombstone),
    };
  },
});

const upsertArgs = {
  event: vUserUpsert,
  /** Passes the ordering guard and the tombstone. */
  force: v.optional(v.boolean()),
  /** Wins over a row with equal order keys: an operator changed the body. */
  edited: v.optional(v.boolean()),
  /** Wins over no row with equal order keys: an operator sent this event again, and this is a retry. */
  redispatched: v.optional(v.boolean()),
};

/** Creates the user; one that is there already is updated, unless it is newer. */
export const createUser = internalMutation({
  args: upsertArgs,
  returns: vUserChangeResult,
  handler: async (ctx, { event, ...options }) => await applyUserEvent(ctx, event, options),
});

/** Updates the user, unless it is newer; one that is not there is created, unless it was deleted. */
export const updateUser = internalMutation({
  args: upsertArgs,
  returns: vUserChangeResult,
  handler: async (ctx, { event, ...options }) => await applyUserEvent(ctx, event, options),
});

/** Deletes the user for good: no later create or update brings it back, whenever it comes. */
export const deleteUser = internalMutation({
  args: { event: vUserDelete },
  returns: vUserChangeResult,
  handler: async (ctx, { event }) => await applyUserEvent(ctx, event, {}),
});

/** The app's own field: no webhook writes or clears it. Throws when there is no such user. */
export const setWorkspace = internalMutation({
  args: { clerk_id: v.string(), workspace_id: v.union(v.string(), v.null()) },
  returns: v.null(),
  handler: async (ctx, { clerk_id, workspace_id }) => {
    const user = await getUser(ctx, clerk_id);
    if (user === null)
      throw new ConvexError({ code: 'not_found', message: `There is no user ${clerk_id}.` });
    await ctx.db.patch('users', user._id, { workspace_id: workspace_id ?? undefined });
    return null;
  },
});

function shownUser(operator: Operator, user: UserRow): UserRow {
  return operator.role === 'viewer' ? maskUser(user) : user;
}
