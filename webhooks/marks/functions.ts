/** Marks of deploys: `markDeploy` is of webhookAdmin, `marks` of webhookAudit. */
import { v } from 'convex/values';
import { operatorQuery } from '../access/access.ts';
import { pageLimit } from '../access/pageLimit.ts';
import { internalMutation } from '../builders.ts';
import { MAX_MARK_LENGTH, vMark } from '../shared/mark.ts';

/**
 * Marks that something was deployed now, such as a fix: failures since then are new ones. For an app's
 * deploy script: `npx convex run webhookAdmin:markDeploy '{"name":"v1.4"}'`.
 *
 * @throws Error for a name that is empty or over 100 characters.
 */
export const markDeploy = internalMutation({
  args: { name: v.string() },
  returns: v.object({ id: v.id('webhookMarks'), at: v.number() }),
  handler: async (ctx, args) => {
    const name = args.name.trim();
    if (name === '') throw new Error('`name` is empty. Name the version or the commit.');
    if (name.length > MAX_MARK_LENGTH) {
      throw new Error(`\`name\` is over ${MAX_MARK_LENGTH} characters. Shorten it.`);
    }
    const newest = await ctx.db.query('webhookMarks').withIndex('by_at').order('desc').first();
    // The next page of marks begins before an `at`, so no two marks may share one.
    const at = Math.max(Date.now(), (newest?.at ?? 0) + 1);
    const id = await ctx.db.insert('webhookMarks', { name, at });
    return { id, at };
  },
});

/** Marks from before a time (milliseconds since 1970), or all, newest first. */
export const marks = operatorQuery({
  role: 'viewer',
  args: { before: v.optional(v.number()), limit: v.optional(v.number()) },
  returns: v.object({ marks: v.array(vMark), done: v.boolean() }),
  handler: async (ctx, { before, limit }) => {
    const most = pageLimit(limit);
    const rows = await ctx.db
      .query('webhookMarks')
      .withIndex('by_at', (q) => (before === undefined ? q : q.lt('at', before)))
      .order('desc')
      .take(most);
    return {
      marks: rows.map(({ _id: id, name, at }) => ({ id, name, at })),
      done: rows.length < most,
    };
  },
});
