/** Functions of webhookAudit for the Users view: the app's own table of users. */
import { v } from 'convex/values';
import { operatorQuery } from '../access/access.ts';
import { pageLimit } from '../access/pageLimit.ts';
import { fieldMasker } from '../audit/writes.ts';
import { vUser, vUserRow } from '../shared/userRow.ts';
import { openUser } from './openUser.ts';
import { findUsers, listUsers } from './userList.ts';

/**
 * Users, newest first. `search` is a prefix of the id or, for redispatchers, of what the app's search
 * indexes hold. Throws `not_found` when the app named no table of users.
 */
export const users = operatorQuery({
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
    const mayFindByName = ctx.operator.role === 'redispatcher';
    const page = search
      ? await findUsers(ctx, { ...at, search, mayFindByName })
      : await listUsers(ctx, at);
    const mask = await fieldMasker(ctx, ctx.operator);
    return { ...page, users: page.users.map((user) => ({ ...user, row: mask(user.row) })) };
  },
});

/** One user: the current row, and what deliveries about the user say. */
export const user = operatorQuery({
  role: 'viewer',
  args: { clerk_id: v.string() },
  returns: vUser,
  handler: async (ctx, { clerk_id }) => await openUser(ctx, ctx.operator, clerk_id),
});
