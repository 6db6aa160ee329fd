import { v } from 'convex/values';
import { internalQuery } from './_generated/server';
import { getUser } from './users';

/** For support: `npx convex run admin:lookUp '{"tokenIdentifier":"https://…|user_…"}'`. */
export const lookUp = internalQuery({
  args: { tokenIdentifier: v.string() },
  handler: async (ctx, { tokenIdentifier }) => {
    const user = await getUser(ctx, tokenIdentifier);
    const files = await ctx.db
      .query('files')
      .withIndex('by_userId', (q) => q.eq('userId', user._id))
      .take(100);
    return { user, files };
  },
});
