import { v } from 'convex/values';
import { internalMutation, query } from './_generated/server.js';
import { operatorQuery } from './model/access.ts';
import { vUserEvent } from './shared/userEvent.ts';
import { vUserChangeResult } from './shared/userChange.ts';
import { vTombstone, vUserRow } from './shared/userRow.ts';

/** The signed-in user's own row: null unless the identity's subject is `clerk_id`. */
export const getUserByClerkId = query({
  args: { clerk_id: v.string() },
  returns: v.union(vUserRow, v.null()),
  handler: () => {
    throw new Error('users.getUserByClerkId is not there yet');
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
  handler: () => {
    throw new Error('users.list is not there yet');
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
  handler: () => {
    throw new Error('users.get is not there yet');
  },
});

const changeArgs = {
  event: vUserEvent,
  /** Passes the ordering guard and the tombstone. */
  force: v.optional(v.boolean()),
  /** Wins over a row with equal order keys: an operator changed the body. */
  edited: v.optional(v.boolean()),
};

export const createUser = internalMutation({
  args: changeArgs,
  returns: vUserChangeResult,
  handler: () => {
    throw new Error('users.createUser is not there yet');
  },
});

export const updateUser = internalMutation({
  args: changeArgs,
  returns: vUserChangeResult,
  handler: () => {
    throw new Error('users.updateUser is not there yet');
  },
});

export const deleteUser = internalMutation({
  args: changeArgs,
  returns: vUserChangeResult,
  handler: () => {
    throw new Error('users.deleteUser is not there yet');
  },
});

/** The app's own field: no webhook writes or clears it. Throws when there is no such user. */
export const setWorkspace = internalMutation({
  args: { clerk_id: v.string(), workspace_id: v.union(v.string(), v.null()) },
  returns: v.null(),
  handler: () => {
    throw new Error('users.setWorkspace is not there yet');
  },
});
