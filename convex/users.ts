import { ConvexError, v, type Infer } from 'convex/values';
import { recorded } from '../webhooks/record/recorded.ts';
import {
  internalMutation as rawInternalMutation,
  query,
  type MutationCtx,
  type QueryCtx,
} from './_generated/server.js';
import type { Doc } from './_generated/dataModel.js';
import schema from './schema.ts';

const internalMutation = recorded(rawInternalMutation);

/** The fields of a user that Clerk sets. A field that Clerk leaves out is cleared. */
const vClerkFields = schema.tables.users.validator.omit('clerk_id', 'workspace_id').partial();

const upsertArgs = {
  clerk_id: v.string(),
  fields: vClerkFields,
  /** The time of the event: used as the sign-up time when the event has none. */
  seen_at: v.number(),
};

/** The signed-in user's own row: null unless Clerk's identity has the subject `clerk_id`. */
export const getUserByClerkId = query({
  args: { clerk_id: v.string() },
  returns: v.union(schema.doc('users'), v.null()),
  handler: async (ctx, { clerk_id }) => {
    const identity = await ctx.auth.getUserIdentity();
    if (identity?.subject !== clerk_id || !isClerk(identity.issuer)) return null;
    return await getUser(ctx, clerk_id);
  },
});

/**
 * A token of another provider may hold any subject. While the variable is unset, auth.config.ts has
 * no provider.
 */
function isClerk(issuer: string): boolean {
  const domain = process.env.CLERK_JWT_ISSUER_DOMAIN;
  return !domain || withoutSlash(issuer) === withoutSlash(domain);
}

function withoutSlash(url: string): string {
  return url.endsWith('/') ? url.slice(0, -1) : url;
}

/** Creates the user, or updates the row if there is one. */
export const createUser = internalMutation({
  args: upsertArgs,
  returns: v.null(),
  handler: async (ctx, user) => await upsert(ctx, user),
});

/** Updates the user, or creates the row if there is none. */
export const updateUser = internalMutation({
  args: upsertArgs,
  returns: v.null(),
  handler: async (ctx, user) => await upsert(ctx, user),
});

/** Deletes the user. Does nothing if there is no row. */
export const deleteUser = internalMutation({
  args: { clerk_id: v.string() },
  returns: v.null(),
  handler: async (ctx, { clerk_id }) => {
    const user = await getUser(ctx, clerk_id);
    if (user !== null) await ctx.db.delete('users', user._id);
    return null;
  },
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

async function upsert(
  ctx: MutationCtx,
  {
    clerk_id,
    fields: { clerk_created_at, ...fields },
    seen_at,
  }: { clerk_id: string; fields: Infer<typeof vClerkFields>; seen_at: number },
): Promise<null> {
  const user = await getUser(ctx, clerk_id);
  const created_at = clerk_created_at ?? user?.clerk_created_at ?? seen_at;
  const row = { ...cleared, ...fields, clerk_created_at: created_at };
  if (user === null) await ctx.db.insert('users', { clerk_id, ...row });
  else if (differs(user, row)) await ctx.db.patch('users', user._id, row);
  return null;
}

/** Each sign-in sends an update. A write of equal values would run every query over users again. */
function differs(user: Doc<'users'>, row: Infer<typeof vClerkFields>): boolean {
  const fields = Object.keys(row) as (keyof typeof row)[];
  return fields.some((field) => user[field] !== row[field]);
}

/** A patch keeps the fields that it does not name, so each is named to be cleared. */
const cleared = Object.fromEntries(
  Object.keys(vClerkFields.fields).map((field) => [field, undefined]),
) as Record<keyof Infer<typeof vClerkFields>, undefined>;

async function getUser(ctx: QueryCtx, clerk_id: string) {
  return await ctx.db
    .query('users')
    .withIndex('by_clerk_id', (q) => q.eq('clerk_id', clerk_id))
    .unique();
}
