import type { GenericMutationCtx } from 'convex/server';
import { compareValues, type Value } from 'convex/values';
import type { WebhookHandler } from '../record/handler.ts';

interface SyncOptions {
  /** The app's table of users. */
  table: string;
  /** An index whose first field is `field`. */
  index: string;
  /** The field that holds the id of Clerk's user. */
  field: string;
  /**
   * Maps the user that Clerk sent to the fields that Clerk sets. The app's own fields stay as they
   * are.
   */
  fields: (data: any) => Fields;
}

type Fields = Record<string, Value | undefined>;

/**
 * A handler for apps without one: keeps one row for each of Clerk's users. It writes only the
 * mapped fields, and only if they differ.
 */
export function syncUsers({ table, index, field, fields }: SyncOptions): WebhookHandler<any> {
  return async (ctx: GenericMutationCtx<any>, { type, data }) => {
    if (!['user.created', 'user.updated', 'user.deleted'].includes(type)) return 'ignored';
    const id = data.id as string | undefined;
    if (typeof id !== 'string') throw new Error(`This ${type} event names no user id.`);
    const user = await ctx.db
      .query(table)
      .withIndex(index, (q: any) => q.eq(field, id))
      .unique();
    if (type === 'user.deleted') {
      if (user !== null) await ctx.db.delete(table, user._id);
      return null;
    }
    const mapped = fields(data);
    if (user === null) await ctx.db.insert(table, { ...mapped, [field]: id });
    else if (differs(user, mapped)) await ctx.db.patch(table, user._id, mapped);
    return null;
  };
}

function differs(user: Fields, mapped: Fields): boolean {
  return Object.entries(mapped).some(([field, value]) => compareValues(user[field], value) !== 0);
}
